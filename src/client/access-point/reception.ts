import type { Mac } from "../../bytes/mac.ts";
import { ElementId } from "../../ieee80211/element-id.ts";
import type { ActionFrame, Frame } from "../../ieee80211/frame.ts";
import { ReasonCode } from "../../ieee80211/reason.ts";
import { StatusCode } from "../../ieee80211/status.ts";
import { type Admission, answersProbe, judgeAssociation, judgeAuthentication } from "./admission.ts";
import {
  associationAnswer,
  authenticationAnswer,
  deauthentication,
  disassociation,
  EVERYBODY,
  probeResponse,
  saQueryAnswer,
} from "./answers.ts";
import type { ApBss } from "./bss.ts";
import { joined, type LeftBy, left, refused, type StationEvent } from "./events.ts";
import type { ApKernel } from "./kernel.ts";
import { Repetitions } from "./repetitions.ts";
import { type ApStation, associated, type JoinRequest, toApStation, unassociated } from "./station.ts";
import { type Seat, Seats } from "./stations.ts";

/** What the reception of an access point works with. */
export interface ReceptionOptions {
  readonly kernel: ApKernel;
  /** The network as it is now. */
  readonly bss: () => ApBss;
  readonly admission: Admission;
  /** The kernel keeps stations that are authenticated alone (NL80211_FEATURE_FULL_AP_CLIENT_STATE). */
  readonly keepsUnassociated: boolean;
  readonly now: () => number;
  readonly tell: (event: StationEvent) => void;
}

type Kinds<Kind extends Frame["kind"]> = Extract<Frame, { readonly kind: Kind }>;

/**
 * The reception of an access point without security: answers what stations ask, and tells the kernel who they are. What one station asks is
 * handled in its order, one after the other; stations do not wait for one another.
 *
 * The order is that of IEEE 802.11-2020, 11.3, as hostapd keeps it: known to the kernel before the answer to its authentication, associated there before
 * the answer to its association, and let through once it has acknowledged that.
 */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #seats: Seats;
  readonly #queues = new Map<Mac, Promise<void>>();
  readonly #repetitions = new Repetitions();
  #arrivals = 0;

  constructor(options: ReceptionOptions) {
    this.#options = options;
    this.#seats = new Seats(options.admission.maxStations);
  }

  /** The stations that have joined. */
  get stations(): readonly ApStation[] {
    return this.#seats.joined;
  }

  /** A frame came. Those for others, from groups, and repetitions of what was handled are passed over. */
  receive(frame: Frame): void {
    const address = "source" in frame ? frame.source : undefined;
    if (address === undefined || isGroup(address) || !("bssid" in frame)) return;
    const { bssid } = this.#options.bss();
    const forAll = frame.kind === "probe request" && frame.bssid === EVERYBODY;
    if ((frame.bssid !== bssid && !forAll) || this.#repetitions.has(frame)) return;
    const arrival = ++this.#arrivals;
    this.#inTurn(address, () => this.#handle(frame, address, arrival));
  }

  /** Data came from a station that is not associated: it is told so. IEEE 802.11-2020, 11.3.4.1. */
  unexpected(address: Mac): void {
    this.#inTurn(address, async () => {
      const seat = this.#seats.get(address);
      if (seat !== undefined && seat.state !== "authenticated") return;
      const make = seat === undefined ? deauthentication : disassociation;
      void this.#send(make(address, ReasonCode.Class3FrameFromNonassociatedSta, this.#options.bss()));
    });
  }

  /** The kernel has removed a station, perhaps for another program. */
  removed(address: Mac): void {
    const seat = this.#seats.get(address);
    if (seat === undefined || seat.removing || !seat.inKernel) return;
    seat.inKernel = false;
    this.#inTurn(address, () => this.#end(seat, "kernel", ReasonCode.PreviousAuthenticationNotValid));
  }

  /** Sends a station away; false where it was not there. */
  async dismiss(address: Mac, by: LeftBy, reason: ReasonCode | number): Promise<boolean> {
    const seat = this.#seats.get(address);
    if (seat === undefined) return false;
    await this.#inTurn(address, () => this.#end(seat, by, reason));
    return true;
  }

  /** All stations are told that it is over; those that were in have left. */
  async dismissAll(reason: ReasonCode): Promise<void> {
    const { bss, now, tell } = this.#options;
    const stations = this.stations;
    for (const seat of this.#seats.all) this.#seats.leave(seat);
    await this.#send(deauthentication(EVERYBODY, reason, bss()));
    for (const station of stations) tell(left(station, "us", reason, now()));
  }

  /** The kernel has ended all of it. */
  gone(): void {
    const { now, tell } = this.#options;
    const stations = this.stations;
    for (const seat of this.#seats.all) this.#seats.leave(seat);
    for (const station of stations) tell(left(station, "kernel", undefined, now()));
  }

  async #handle(frame: Frame, address: Mac, arrival: number): Promise<void> {
    switch (frame.kind) {
      case "probe request":
        return this.#probe(frame, address);
      case "authentication":
        return this.#authenticate(frame, address);
      case "association request":
      case "reassociation request":
        return this.#associate(frame, address, arrival);
      case "disassociation":
      case "deauthentication":
        return this.#depart(frame, address);
      case "action":
        return this.#act(frame, address);
    }
  }

  async #probe(frame: Kinds<"probe request">, address: Mac): Promise<void> {
    const { bss, admission, kernel } = this.#options;
    const current = bss();
    if (!admission.welcomes(address) || !answersProbe(frame, current)) return;
    // Everybody answers a question to everybody: such an answer is not sent again and again.
    const asksAll = frame.destination === EVERYBODY && frame.elements.element(ElementId.Ssid)?.body.length === 0;
    void kernel.send(probeResponse(address, current), current.frequencyMhz, asksAll).catch(() => {});
  }

  async #authenticate(frame: Kinds<"authentication">, address: Mac): Promise<void> {
    const { bss, admission, kernel, keepsUnassociated } = this.#options;
    let status = judgeAuthentication(frame, admission);
    let error: Error | undefined;
    if (status === StatusCode.Success) {
      try {
        const taken = this.#seats.take(address, (other) => this.#queues.has(other));
        if (taken === undefined) {
          status = StatusCode.ApUnableToHandleNewSta;
        } else {
          const { leaves } = taken;
          if (leaves !== undefined) void this.#inTurn(leaves.address, () => this.#back(leaves));
          // A station that was in begins anew: so does what the kernel knows of it.
          await this.#forget(taken.seat, "station");
          if (keepsUnassociated) await kernel.add(unassociated(address, bss()));
          taken.seat.inKernel = keepsUnassociated;
        }
      } catch (caught) {
        const seat = this.#seats.get(address);
        if (seat !== undefined) this.#seats.leave(seat);
        status = StatusCode.ApUnableToHandleNewSta;
        error = caught as Error;
      }
    }
    if (status !== StatusCode.Success) this.#refuse(address, "authentication", status, error);
    // Whether it was heard, the station shows by going on.
    void this.#send(authenticationAnswer(frame, status, bss()));
  }

  async #associate(request: JoinRequest, address: Mac, arrival: number): Promise<void> {
    const { bss, kernel, now, tell } = this.#options;
    const seat = this.#seats.get(address);
    const current = bss();
    if (seat === undefined) {
      const reason = ReasonCode.Class2FrameFromNonauthenticatedSta;
      void this.#send(deauthentication(address, reason, current));
      return;
    }
    // Impatient, it asked again before our answer came, which it has acknowledged since.
    if (seat.state === "joined" && arrival <= seat.joinedAt) return;
    const again = request.kind === "reassociation request";
    let status = judgeAssociation(request, current);
    let error: Error | undefined;
    if (status === StatusCode.Success) {
      try {
        await this.#enter(seat, associated(request, this.#seats.number(seat), current));
      } catch (caught) {
        status = StatusCode.ApUnableToHandleNewSta;
        error = caught as Error;
      }
    }
    const answer = associationAnswer(address, again, status, seat.aid, current);
    if (status !== StatusCode.Success) {
      this.#refuse(address, "association", status, error);
      void this.#send(answer);
      return;
    }
    const sent = await this.#send(answer);
    // It did not hear the answer, and will ask again. What the kernel has of it would take its data for good.
    if (!sent) return this.#back(seat);
    try {
      await kernel.authorize(address);
    } catch (caught) {
      this.#refuse(address, "association", StatusCode.ApUnableToHandleNewSta, caught as Error);
      return this.#end(seat, "kernel", ReasonCode.Unspecified);
    }
    seat.state = "joined";
    seat.joinedAt = this.#arrivals;
    seat.station = toApStation(request, seat.aid!, current);
    tell(joined(seat.station, now()));
  }

  /** The kernel takes a station as associated. One that is so already is made anew, since nothing of it can change any more. */
  async #enter(seat: Seat, fields: ReturnType<typeof associated>): Promise<void> {
    const { kernel } = this.#options;
    if (seat.state !== "authenticated") await this.#forget(seat, "station");
    if (seat.inKernel) await kernel.change(fields);
    else await kernel.add(fields);
    seat.inKernel = true;
    seat.state = "associated";
  }

  async #depart(frame: Kinds<"disassociation" | "deauthentication">, address: Mac): Promise<void> {
    const seat = this.#seats.get(address);
    if (seat === undefined) return;
    await this.#forget(seat, "station", frame.reason);
    if (frame.kind === "deauthentication") this.#seats.leave(seat);
  }

  async #act(frame: ActionFrame, address: Mac): Promise<void> {
    const { details } = frame;
    if (details.type !== "SA query" || frame.action !== 0 || this.#seats.get(address)?.state !== "joined") return;
    void this.#send(saQueryAnswer(address, details.transaction, this.#options.bss()));
  }

  /** Says goodbye to a station, then forgets it. */
  async #end(seat: Seat, by: LeftBy, reason: ReasonCode | number): Promise<void> {
    await this.#send(deauthentication(seat.address, reason, this.#options.bss()));
    await this.#forget(seat, by, reason);
    this.#seats.leave(seat);
  }

  /** The kernel knows a station no more; where it had joined, it has left. */
  async #forget(seat: Seat, by: LeftBy, reason?: number): Promise<void> {
    const { now, tell } = this.#options;
    const { station } = seat;
    await this.#back(seat);
    if (station !== undefined) tell(left(station, by, reason, now()));
  }

  /** Back to where it had only authenticated. */
  async #back(seat: Seat): Promise<void> {
    seat.state = "authenticated";
    seat.station = undefined;
    if (!seat.inKernel) return;
    seat.removing = true;
    try {
      await this.#options.kernel.remove(seat.address);
      seat.inKernel = false;
    } finally {
      seat.removing = false;
    }
  }

  /** True where the receiver acknowledged it. A frame that the kernel does not take is as one that was not heard. */
  async #send(frame: Uint8Array): Promise<boolean> {
    const { kernel, bss } = this.#options;
    try {
      return (await kernel.send(frame, bss().frequencyMhz)).acked === true;
    } catch {
      return false;
    }
  }

  #refuse(address: Mac, step: "authentication" | "association", status: StatusCode, error: Error | undefined): void {
    this.#options.tell(refused(address, step, status, this.#options.now(), error));
  }

  /** One thing after the other, for each station. A failure is told where it matters; the next is not kept from its turn. */
  #inTurn(address: Mac, work: () => Promise<void>): Promise<void> {
    const before = this.#queues.get(address) ?? Promise.resolve();
    const turn: Promise<void> = before
      .then(work)
      .catch(() => {})
      .finally(() => {
        if (this.#queues.get(address) === turn) this.#queues.delete(address);
      });
    this.#queues.set(address, turn);
    return turn;
  }
}

/** Group addresses have the lowest bit of the first octet set. */
function isGroup(address: Mac): boolean {
  return (Number.parseInt(address.slice(0, 2), 16) & 1) === 1;
}

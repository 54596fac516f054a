import { Observable, of, Subject } from "rxjs";
import { describe, expect, it } from "vitest";
import { follow, untilInterrupted } from "../../src/cli/follow.ts";

const never = new AbortController().signal;

describe("follow", () => {
  it("tells each item, until the stream ends", async () => {
    const told: number[] = [];
    await follow(
      never,
      () => of(1, 2, 3),
      (item) => told.push(item),
    );
    expect(told).toEqual([1, 2, 3]);
  });

  it("fails as the stream does", async () => {
    const stream = new Subject<number>();
    const followed = follow(never, () => stream);
    stream.error(new Error("the radio is gone"));
    await expect(followed).rejects.toThrow("the radio is gone");
  });

  it("ends when it is told to, and tells nothing of what came in the same piece", async () => {
    const told: number[] = [];
    await follow(
      never,
      () => of(1, 2, 3),
      (item, { end }) => {
        told.push(item);
        if (item === 2) end();
      },
    );
    expect(told).toEqual([1, 2]);
  });

  it("ends or fails by what began it, and leaves the stream", async () => {
    const stream = new Subject<number>();
    await follow(never, ({ end }) => {
      queueMicrotask(end);
      return stream;
    });
    expect(stream.observed).toBe(false);
    const failed = follow(never, ({ fail }) => {
      queueMicrotask(() => fail(new Error("the recording cannot be read")));
      return stream;
    });
    await expect(failed).rejects.toThrow("the recording cannot be read");
    expect(stream.observed).toBe(false);
  });

  it("ends with Ctrl-C, and leaves the stream", async () => {
    const interrupt = new AbortController();
    const stream = new Subject<number>();
    const followed = follow(interrupt.signal, () => stream);
    expect(stream.observed).toBe(true);
    interrupt.abort();
    await followed;
    expect(stream.observed).toBe(false);
  });

  it("begins nothing where Ctrl-C came before", async () => {
    let begun = false;
    await follow(AbortSignal.abort(), () => {
      begun = true;
      return new Observable<never>();
    });
    expect(begun).toBe(false);
  });

  it("fails as what begins it does", async () => {
    const followed = follow(never, () => {
      throw new Error("no such device");
    });
    await expect(followed).rejects.toThrow("no such device");
  });
});

describe("untilInterrupted", () => {
  it("lasts until Ctrl-C, also where that came before", async () => {
    const interrupt = new AbortController();
    let over = false;
    const lasted = untilInterrupted(interrupt.signal).then(() => {
      over = true;
    });
    await new Promise(setImmediate);
    expect(over).toBe(false);
    interrupt.abort();
    await lasted;
    await untilInterrupted(AbortSignal.abort());
  });
});

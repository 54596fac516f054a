import type { Observable } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { expect } from "vitest";
import { type FakeKernel, settled } from "../../src/testing/index.ts";

type Frames = ReturnType<typeof TestScheduler.parseMarbles>;

/** What happens to the kernel, by the letters of a marble diagram. */
export type Happenings = Readonly<Record<string, (kernel: FakeKernel) => unknown>>;

/**
 * A stream beside what happens to a scripted kernel, both as rxjs's marble diagrams in ms of the kernel's clock: "a 99ms b", "x 19ms (y|)".
 * rxjs's own scheduler knows no promises, of which every answer of a kernel is one; the kernel's clock waits for them. `unsubscribe` is
 * the place of "!" in a diagram of its own.
 */
export async function expectMarbles(
  kernel: FakeKernel,
  stream: Observable<unknown>,
  { happens = "", does = {}, gives, where = {}, unsubscribe = "" }: MarbleTest,
): Promise<void> {
  const start = kernel.clock.now();
  const seen: unknown[] = [];
  const note = (what: object) => seen.push({ ms: kernel.clock.now() - start, ...what });
  const subscription = stream.subscribe({
    next: (value) => note({ next: value }),
    error: (error) => note({ error: (error as { code?: string }).code ?? error }),
    complete: () => note({ complete: true }),
  });
  const steps = [
    ...framesOf(happens).map(({ frame, notification }) => ({
      frame,
      run: () => does[letterOf(notification)]?.(kernel),
    })),
    ...(unsubscribe === "" ? [] : [{ frame: unsubscribe.indexOf("!"), run: () => subscription.unsubscribe() }]),
  ].sort((a, b) => a.frame - b.frame);
  const expected = framesOf(gives, where);
  const end = Math.max(0, ...steps.map(({ frame }) => frame), ...expected.map(({ frame }) => frame)) + 100;
  for (const { frame, run } of steps) {
    await kernel.clock.advanceAsync(start + frame - kernel.clock.now());
    run();
    await settled();
  }
  await kernel.clock.advanceAsync(start + end - kernel.clock.now());
  await settled();
  subscription.unsubscribe();
  expect(seen).toEqual(expected.map(({ frame, notification }) => ({ ms: frame, ...told(notification) })));
}

export interface MarbleTest {
  readonly happens?: string;
  readonly does?: Happenings;
  readonly gives: string;
  readonly where?: Readonly<Record<string, unknown>>;
  readonly unsubscribe?: string;
}

/** "#" is an error whose code `where["#"]` says. */
function framesOf(marbles: string, where?: Readonly<Record<string, unknown>>): Frames {
  const usual = TestScheduler.frameTimeFactor;
  TestScheduler.frameTimeFactor = 1; // as in rxjs's own run()
  try {
    return TestScheduler.parseMarbles(marbles, where, where?.["#"] ?? "error", false, true);
  } finally {
    TestScheduler.frameTimeFactor = usual;
  }
}

function letterOf(notification: Frames[number]["notification"]): string {
  return notification.kind === "N" ? String(notification.value) : "";
}

function told(notification: Frames[number]["notification"]): object {
  if (notification.kind === "N") return { next: notification.value };
  return notification.kind === "E" ? { error: notification.error } : { complete: true };
}

import type * as Koffi from "koffi";

/**
 * The C library's calls that a netlink socket needs, as the kernel would give their results: a number from 0 on, or a negative
 * error number (-11 is EAGAIN). An interface of its own, so that tests can make any call fail.
 */
export interface Libc {
  /** Octets of a pointer: the layout of C structs follows from it. */
  readonly pointerSize: number;
  /** Where `bytes` lie in memory. They must be held as long as the kernel may use the address. */
  address(bytes: Uint8Array): bigint;
  socket(family: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array): number;
  getsockname(fd: number, address: Uint8Array): number;
  setsockopt(fd: number, level: number, option: number, value: Uint8Array): number;
  getsockopt(fd: number, level: number, option: number, value: Uint8Array): number;
  /** Sends the first `length` octets. */
  send(fd: number, bytes: Uint8Array, length: number, flags: number): number;
  sendto(fd: number, bytes: Uint8Array, length: number, flags: number, address: Uint8Array): number;
  /** As `sendto` with all of `bytes`, on another thread; `done` gets the result in this one. An empty address is the socket's default, the kernel. */
  sendtoAsync(fd: number, bytes: Uint8Array, flags: number, address: Uint8Array, done: (result: number) => void): void;
  /** `headers` is an array of `count` struct mmsghdr. */
  recvmmsg(fd: number, headers: Uint8Array, count: number, flags: number): number;
  close(fd: number): number;
  setns(fd: number, type: number): number;
  /** Watches for readability, at once and until told otherwise. */
  poll(fd: number, onReadable: (status: number) => void): PollHandle;
}

/** libuv's poll handle, as koffi gives it. Nothing may be called after `close()`: it would crash the process. */
export interface PollHandle {
  /** Watches again after `stop()` or after an error. */
  start(onReadable: (status: number) => void): void;
  stop(): void;
  ref(): void;
  unref(): void;
  close(): void;
}

/**
 * The process's own C library, glibc or musl, through koffi. Bound once, whatever number of clients comes and goes: koffi keeps something of
 * every binding for good.
 */
export function koffiLibc(koffi: typeof Koffi): Libc {
  let libc = BOUND.get(koffi);
  if (libc === undefined) BOUND.set(koffi, (libc = bound(koffi)));
  return libc;
}

const BOUND = new WeakMap<typeof Koffi, Libc>();

function bound(koffi: typeof Koffi): Libc {
  const lib = koffi.load(null);
  const socket = lib.func("socket", "int", ["int", "int", "int"]);
  const bind = lib.func("bind", "int", ["int", "void *", "uint32_t"]);
  const getsockname = lib.func("getsockname", "int", ["int", "void *", "void *"]);
  const setsockopt = lib.func("setsockopt", "int", ["int", "int", "int", "void *", "uint32_t"]);
  const getsockopt = lib.func("getsockopt", "int", ["int", "int", "int", "void *", "void *"]);
  // koffi knows no ssize_t; intptr_t is as wide
  const send = lib.func("send", "intptr_t", ["int", "void *", "size_t", "int"]);
  const sendto = lib.func("sendto", "intptr_t", ["int", "void *", "size_t", "int", "void *", "uint32_t"]);
  const recvmmsg = lib.func("recvmmsg", "int", ["int", "void *", "uint32_t", "int", "void *"]);
  const close = lib.func("close", "int", ["int"]);
  const setns = lib.func("setns", "int", ["int", "int"]);
  const checked = (result: number): number => (result >= 0 ? result : -koffi.errno());
  const readable = { readable: true };

  return {
    pointerSize: koffi.sizeof("void *"),
    address: (bytes) => BigInt(koffi.address(bytes)),
    socket: (family, type, protocol) => checked(socket(family, type, protocol)),
    bind: (fd, address) => checked(bind(fd, address, address.length)),
    getsockname: (fd, address) => checked(getsockname(fd, address, Uint32Array.of(address.length))),
    setsockopt: (fd, level, option, value) => checked(setsockopt(fd, level, option, value, value.length)),
    getsockopt: (fd, level, option, value) =>
      checked(getsockopt(fd, level, option, value, Uint32Array.of(value.length))),
    send: (fd, bytes, length, flags) => checked(send(fd, bytes, length, flags)),
    sendto: (fd, bytes, length, flags, address) => checked(sendto(fd, bytes, length, flags, address, address.length)),
    sendtoAsync: (fd, bytes, flags, address, done) => {
      const to = address.length === 0 ? null : address;
      sendto.async(fd, bytes, bytes.length, flags, to, address.length, (error: unknown, result: number) =>
        done(error ? -koffi.os.errno["EIO"]! : checked(result)),
      );
    },
    recvmmsg: (fd, headers, count, flags) => checked(recvmmsg(fd, headers, count, flags, null)),
    close: (fd) => checked(close(fd)),
    setns: (fd, type) => checked(setns(fd, type)),
    poll: (fd, onReadable) => {
      const handle = koffi.node.poll(fd, readable, retyped(onReadable));
      return {
        start: (callback) => handle.start(readable, retyped(callback)),
        stop: () => handle.stop(),
        ref: () => handle.ref(),
        unref: () => handle.unref(),
        close: () => handle.close(),
      };
    },
  };
}

/** koffi calls back with (status, events); its types say (events). */
function retyped(callback: (status: number) => void): (events: { readable: boolean }) => void {
  return callback as unknown as (events: { readable: boolean }) => void;
}

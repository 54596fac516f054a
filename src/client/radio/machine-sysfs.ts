import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sysfs } from "../../netlink/transport.ts";

/** This machine's own /sys. */
export function machineSysfs(root = "/sys"): Sysfs {
  return {
    list: (path) => readdir(join(root, path)),
    read: (path) => readFile(join(root, path), "utf8"),
  };
}

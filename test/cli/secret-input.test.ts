import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { secret, securityOf, wepKeys } from "../../src/cli/secret-input.ts";

describe("keys for a command", () => {
  it("are written as iw writes them, the one to send with first", () => {
    // iw: util.c, parse_keys(): d:<index>:<key> is the default key
    expect(wepKeys("0:abcde d:1:6162636465")).toEqual([
      { index: 1, key: "6162636465" },
      { index: 0, key: "abcde" },
    ]);
    // "one key should be TX key": the last
    expect(wepKeys("0:abcde 2:fghij")).toEqual([
      { index: 2, key: "fghij" },
      { index: 0, key: "abcde" },
    ]);
    expect(wepKeys("abcde\n")).toEqual([{ index: 0, key: "abcde" }]);
  });

  it("come from a file without the end of its line, so that blanks in a passphrase stay", () => {
    const file = join(mkdtempSync(join(tmpdir(), "key-")), "key");
    writeFileSync(file, " twelve sheep \n");
    expect(secret({ keyFile: file })).toBe(" twelve sheep ");
    expect(securityOf({ keyFile: file, security: "wpa2" }, false)).toEqual({ passphrase: " twelve sheep " });
  });

  it.each([
    [{ keyEnv: "A", keyFile: "B" }, false, /one of --key-env/],
    [{ keyEnv: "NO_SUCH_VARIABLE" }, false, /no environment variable NO_SUCH_VARIABLE/],
    [{ keyFile: "/nowhere/at/all" }, false, /is not there/],
    [{ keyEnv: "PATH", security: "open" }, false, /takes no key/],
    [{ keyEnv: "PATH", security: "sae" }, true, /WEP alone/],
  ])("%j, shared key %s: refused", (options, shared, message) => {
    expect(() => securityOf(options, shared)).toThrow(message);
  });
});

/** Why a file that a person named could not be read, as the end of a sentence that begins with its name. */
export function unreadable(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") return "is not there";
  return code === "EISDIR" ? "is a folder" : `cannot be read: ${code ?? message}`;
}

import { endAtBrokenOutput } from "./broken-output.ts";
import { main } from "./program.ts";

endAtBrokenOutput(process.stdout, process.stderr, process.exit);
await main(process.argv);

import { Help, type HelpConfiguration } from "commander";

/** Terms up to so wide have their description beside them; beside longer ones, a terminal of 80 columns has no room for it. */
const WIDEST_TERM = 30;

const { padWidth, formatItem } = Help.prototype;

/** How `--help` is laid out: what is said of a long term stands below it. */
export const HELP: HelpConfiguration = {
  minWidthToWrap: 20,
  padWidth: (command, helper) => Math.min(padWidth.call(helper, command, helper), WIDEST_TERM),
  formatItem: (term, width, description, helper) => {
    const beside = description === "" || helper.displayWidth(term) <= width;
    if (beside) return formatItem.call(helper, term, width, description, helper);
    return `  ${term}\n${formatItem.call(helper, "", width, description, helper)}`;
  },
};

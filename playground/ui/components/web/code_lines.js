// Lines of Python: their words by kind, and which lines are other than before.

const KEYWORDS = new Set(
  ("False None True and as assert break class continue def elif else except finally for from if import in is " +
    "lambda not or pass raise return try while with yield").split(" "),
);
const TOKEN = /(#.*)|([fr]?""")|([fr]?"(?:\\.|[^"\\])*"|[fr]?'(?:\\.|[^'\\])*')|([A-Za-z_]\w*)|(\d[\d_.]*(?:e[+-]?\d+)?)|([\s\S])/g;
const KINDS = ["comment", "quotes", "string", "name", "number", "other"];

/**
 * The words of each line, each with its kind: comment, string, keyword, name, number, or other.
 *
 * @param {string[]} lines
 * @returns {{kind: string, text: string}[][]}
 */
export function wordsOf(lines) {
  let isQuoted = false;
  return lines.map((line) => {
    const words = [];
    let rest = line;
    if (isQuoted) {
      const end = line.indexOf('"""');
      if (end < 0) return [{ kind: "string", text: line }];
      words.push({ kind: "string", text: line.slice(0, end + 3) });
      rest = line.slice(end + 3);
      isQuoted = false;
    }
    for (const match of rest.matchAll(TOKEN)) {
      const kind = KINDS[match.slice(1).findIndex((one) => one !== undefined)];
      if (kind === "quotes") {
        isQuoted = true;
        words.push({ kind: "string", text: rest.slice(match.index) });
        return words;
      }
      put(words, kind === "name" && KEYWORDS.has(match[0]) ? "keyword" : kind, match[0]);
    }
    return words;
  });
}

function put(words, kind, text) {
  const last = words.at(-1);
  if (kind === "other" && last?.kind === "other") last.text += text;
  else words.push({ kind, text });
}

/**
 * The places of the lines that are new or other: all but a longest common run of both.
 *
 * @param {string[]} before
 * @param {string[]} after
 * @returns {number[]}
 */
export function changed(before, after) {
  let start = 0;
  while (start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const kept = longest(old, now);
  return now.map((_, at) => start + at).filter((_, at) => !kept.has(at));
}

/** The places in `now` of a longest common run of both. */
function longest(old, now) {
  const best = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      best[i][j] = old[i] === now[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const kept = new Set();
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (old[i] === now[j]) {
      kept.add(j);
      i++;
      j++;
    } else if (best[i + 1][j] >= best[i][j + 1]) i++;
    else j++;
  }
  return kept;
}

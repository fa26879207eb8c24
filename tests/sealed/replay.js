// Calls functions of the browser's half with randomness that was drawn before: in Node, in
// Chromium. "7n" is a number, {result: 0} what the first call gave; drawn is null for anew.
async ([base, calls]) => {
  const { random, written } = await import(`${base}group.js`);
  const { draw } = random;
  const results = [];

  function revived(thing) {
    if (/^-?\d+n$/.test(thing)) return BigInt(thing.slice(0, -1));
    if (Array.isArray(thing)) return thing.map(revived);
    if (Object(thing) !== thing) return thing;
    if ("result" in thing) return results[thing.result];
    return Object.fromEntries(Object.entries(thing).map(([name, value]) => [name, revived(value)]));
  }

  for (const { module, call, given, drawn } of calls) {
    const left = drawn?.match(/../g) ?? [];
    const redraw = (length) => {
      if (left.length < length) throw new Error("More is drawn than was.");
      return Uint8Array.from(left.splice(0, length), (byte) => parseInt(byte, 16));
    };
    random.draw = drawn === null ? draw : redraw;
    try {
      const loaded = await import(`${base}${module}.js`);
      const made = await loaded[call](...given.map(revived));
      if (left.length) throw new Error("Less is drawn than was.");
      results.push(made);
    } catch (error) {
      results.push({ refused: error.message });
    }
  }
  return written(results);
}

// What a browser has and Node has not, as far as the guide's code needs it; then one applicant's way
// through that code. Each step is told as a line of JSON.
const say = (step) => console.log(JSON.stringify(step));
const provide = (name, value) => Object.defineProperty(globalThis, name, { value });

const kept = new Map();
provide("localStorage", { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) });
provide("location", { search: `?uid=${process.argv[3]}`, assign: (url) => say({ opened: url }) });
provide("EventSource", class {
  constructor(url) {
    this.read(url);
  }

  async read(url) {
    let text = "";
    const { body } = await fetch(url);
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      text += piece;
      for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
        const data = text.slice(0, end).split("\n").find((line) => line.startsWith("data:"));
        if (data) this.onmessage({ data: data.slice("data:".length) });
      }
    }
  }
});

setTimeout(() => process.exit(1), 60_000).unref();
const guide = await import(process.argv[2]);
await guide.apply({ name: "", email: "nobody" }).catch((error) => say({ refused: error.fields }));
await guide.apply({ name: "Sam Okafor", email: "sam.okafor@example.com" });
guide.follow(async (booking) => {
  say({ shown: booking });
  // Told once the booking is claimed.
  if (booking.bookingId && !booking.completedAt) {
    say({ completed: await guide.complete() });
    process.exit(0);
  }
});

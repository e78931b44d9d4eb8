/** Milliseconds that an answer may be under way, before the clock of the device is taken for wrong. */
const tolerance = 60_000;

/** Milliseconds from the clock of the device to that of the server. */
let difference = 0;

/** The present moment in milliseconds, by the server's clock where that of the device is wrong. */
export const now = (): number => Date.now() + difference;

/** Sends a request, and reads the server's clock in its answer. */
export const fetchWithClock: typeof fetch = async (...request) => {
  const response = await fetch(...request);
  const measured = Date.parse(response.headers.get('Date') ?? '') - Date.now();
  difference = Math.abs(measured) > tolerance ? measured : 0;
  return response;
};

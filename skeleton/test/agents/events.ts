import { createParser } from 'eventsource-parser';

/**
 * The server-sent events of a response, parsed, as they arrive.
 *
 * @param response - a response of type `text/event-stream`
 */
export async function* eventsOf(response: Response): AsyncGenerator<unknown> {
  const events: unknown[] = [];
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data }) => events.push(JSON.parse(data)),
  });
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield* events.splice(0);
  }
}

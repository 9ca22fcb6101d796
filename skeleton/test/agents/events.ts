/**
 * The server-sent events of a response, parsed, as they arrive.
 *
 * @param response - a response of type `text/event-stream`
 */
export async function* eventsOf(response: Response): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = event
        .split('\n')
        .filter(line => line.startsWith('data: '))
        .map(line => line.slice('data: '.length))
        .join('\n');
      if (data) {
        yield JSON.parse(data);
      }
    }
  }
}

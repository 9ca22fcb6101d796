import { EventStreamCodec } from '@smithy/eventstream-codec';
import { EventEmitter, once } from 'node:events';
import {
  createServer,
  Http2Server,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2';
import { AddressInfo } from 'node:net';

/** A request of an agent to its model. */
export interface ModelRequest {
  /** Path, with the id of the model in it. */
  readonly path: string;
  /** The body, as `ConverseStream` takes it. */
  readonly body: {
    readonly messages: readonly {
      readonly role: string;
      readonly content: readonly { readonly text: string }[];
    }[];
    readonly guardrailConfig?: object;
    readonly toolConfig?: object;
  };
}

/** An answer under way: the test says when what is sent. */
export class ModelAnswer {
  constructor(private readonly stream: ServerHttp2Stream) {}

  /** Sends a piece of the answer. */
  say(text: string): void {
    this.send('contentBlockDelta', { contentBlockIndex: 0, delta: { text } });
  }

  /** Sends the end of the answer. */
  end(): void {
    this.stop(0, 'end_turn');
  }

  /** Asks for a tool, whose input comes in two pieces, and ends. */
  askFor(name: string, input: object): void {
    const block = { contentBlockIndex: 1 };
    this.send('contentBlockStart', {
      ...block,
      start: { toolUse: { toolUseId: 'use-1', name } },
    });
    const json = JSON.stringify(input);
    [json.slice(0, 5), json.slice(5)].forEach(piece =>
      this.send('contentBlockDelta', {
        ...block,
        delta: { toolUse: { input: piece } },
      }),
    );
    this.stop(1, 'tool_use');
  }

  /** Breaks the answer off by an exception within the stream. */
  breakOff(exception: string, message: string): void {
    this.stream.end(encode(':exception-type', exception, { message }));
  }

  private stop(contentBlockIndex: number, stopReason: string): void {
    this.send('contentBlockStop', { contentBlockIndex });
    this.send('messageStop', { stopReason });
    this.stream.end();
  }

  private send(type: string, body: object): void {
    this.stream.write(encode(':event-type', type, body));
  }
}

/** How the model behaves in a test. */
export type Behaviour = (answer: ModelAnswer, request: ModelRequest) => void;

/** Amazon Bedrock as far as agents see it: `ConverseStream` over HTTP/2, with answers that tests give. */
export class LocalBedrock {
  /** What agents asked, the oldest first. */
  readonly requests: ModelRequest[] = [];
  private readonly server: Http2Server = createServer();
  private readonly events = new EventEmitter();
  private behaviour: Behaviour | { type: string; status: number } = answer => {
    answer.say('Hello');
    answer.end();
  };

  private readonly sessions: ServerHttp2Session[] = [];

  private constructor() {
    this.server.on('session', session => this.sessions.push(session));
    this.server.on('stream', (stream, headers) => {
      void this.answer(stream, String(headers[':path']));
    });
  }

  /** Starts it on a free port. */
  static async start(): Promise<LocalBedrock> {
    const bedrock = new LocalBedrock();
    bedrock.server.listen(0, '127.0.0.1');
    await once(bedrock.server, 'listening');
    return bedrock;
  }

  /** What an agent must have in its environment to ask this model. */
  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    };
  }

  /** Says how the model behaves from now on. */
  behave(behaviour: Behaviour): void {
    this.behaviour = behaviour;
  }

  /** Makes the model refuse from now on, as AWS services do. */
  refuse(type: string, status: number): void {
    this.behaviour = { type, status };
  }

  /** Makes the model wait for the test: gives the next answer as soon as an agent asks. */
  nextAnswer(): Promise<ModelAnswer> {
    this.behave(answer => this.events.emit('answer', answer));
    return once(this.events, 'answer').then(([answer]) => answer);
  }

  /** Stops it. */
  stop(): void {
    this.sessions.forEach(session => session.destroy());
    this.server.close();
  }

  private async answer(stream: ServerHttp2Stream, path: string): Promise<void> {
    // An agent that is stopped breaks its connections.
    stream.on('error', () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of stream) {
      chunks.push(chunk);
    }
    const request = {
      path,
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
    };
    this.requests.push(request);
    if (typeof this.behaviour !== 'function') {
      const { type, status } = this.behaviour;
      stream.respond({ ':status': status, 'x-amzn-errortype': type });
      stream.end(JSON.stringify({ message: `${type}: secret of the log` }));
      return;
    }
    stream.respond({
      ':status': 200,
      'content-type': 'application/vnd.amazon.eventstream',
    });
    this.behaviour(new ModelAnswer(stream), request);
  }
}

const codec = new EventStreamCodec(
  bytes => Buffer.from(bytes as Uint8Array).toString('utf8'),
  text => Buffer.from(text, 'utf8'),
);

function encode(header: string, type: string, body: object): Uint8Array {
  const kind = header === ':event-type' ? 'event' : 'exception';
  return codec.encode({
    headers: {
      ':message-type': { type: 'string', value: kind },
      [header]: { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify(body), 'utf8'),
  });
}

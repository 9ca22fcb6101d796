import { randomUUID } from 'node:crypto';
import { AgentEnvironment } from './environment';
import { describeFailure, Failure, toFailure } from './failure';
import { RpcId, rpcError, rpcResult, RPC_CODES } from './json-rpc';
import { Call, sendEvents, sendJson } from './server';

/** Something that an agent is good at, as its card says it. */
export interface Skill {
  /** Unique among the skills of the agent. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** What it does, for people and models. */
  readonly description: string;
  /** Words to find it by. */
  readonly tags: readonly string[];
}

/** Answers what a caller says in a context, as the answer comes. */
export type Converse = (
  contextId: string,
  prompt: string,
) => AsyncIterable<string>;

/**
 * The card by which other agents find out what an agent can do.
 *
 * Source: Agent2Agent Protocol Specification 0.3, section 5.5, "AgentCard Object Structure".
 *
 * @param environment - name and description of the agent
 * @param skills - what it is good at
 */
export function agentCard(
  { name, description }: AgentEnvironment,
  skills: readonly Skill[],
): object {
  return {
    protocolVersion: '0.3.0',
    name,
    description: description || `The agent ${name}`,
    version: '1.0.0',
    // AgentCore says where it put the agent.
    url: process.env.AGENTCORE_RUNTIME_URL ?? 'http://127.0.0.1:9000/',
    preferredTransport: 'JSONRPC',
    capabilities: { streaming: true },
    defaultInputModes: ['text/plain'],
    defaultOutputModes: ['text/plain'],
    skills,
  };
}

/**
 * Answers a request of the Agent2Agent protocol: `message/send` by a finished task, `message/stream` by a task whose
 * artifact grows as the answer comes. Tasks end with their answer and are not kept.
 *
 * Source: Agent2Agent Protocol Specification 0.3, section 7, "Protocol RPC Methods".
 *
 * @param call - the call
 * @param converse - gives the answer
 */
export async function answerRpc(call: Call, converse: Converse): Promise<void> {
  const { id = null, method, params } = (call.body ?? {}) as RpcRequest;
  const refuse = (code: number, message: string) =>
    sendJson(call.response, 200, rpcError(id, code, message));
  switch (method) {
    case 'message/send':
    case 'message/stream': {
      const prompt = promptOf(params?.message);
      if (!prompt) {
        refuse(
          RPC_CODES.invalidParams,
          'Send a message with a part of kind "text" that says something.',
        );
        return;
      }
      const contextId =
        params?.message?.contextId ?? call.sessionId ?? randomUUID();
      const task = new Task(id, contextId);
      const events = task.run(converse(contextId, prompt), failure =>
        call.note(describeFailure(failure)),
      );
      if (method === 'message/stream') {
        await sendEvents(call, events);
      } else {
        await runToEnd(events);
        sendJson(call.response, 200, task.result());
      }
      return;
    }
    case 'tasks/get':
    case 'tasks/cancel':
      refuse(RPC_CODES.taskNotFound, 'The task has ended.');
      return;
    case undefined:
      refuse(RPC_CODES.invalidRequest, 'This is no request of JSON-RPC 2.0.');
      return;
    default:
      refuse(RPC_CODES.methodNotFound, `There is no method ${method}.`);
  }
}

async function runToEnd(events: AsyncIterator<object>): Promise<void> {
  while (!(await events.next()).done);
}

/** What is read of a request; any of it may be missing or something else. */
interface RpcRequest {
  readonly id?: RpcId;
  readonly method?: string;
  readonly params?: { readonly message?: UserMessage };
}

interface UserMessage {
  readonly contextId?: string;
  readonly parts?: readonly {
    readonly kind?: string;
    readonly text?: string;
  }[];
}

function promptOf(message: UserMessage | undefined): string {
  const parts = Array.isArray(message?.parts) ? message.parts : [];
  return parts
    .map(part => (typeof part?.text === 'string' ? part.text : ''))
    .join('\n')
    .trim();
}

/** One answer, as the protocol tells of it. */
class Task {
  private readonly taskId = randomUUID();
  private readonly artifactId = randomUUID();
  private text = '';
  private state = 'working';
  private reason?: string;

  constructor(private readonly id: RpcId, private readonly contextId: string) {}

  /** Runs the task to its end, and tells of each step; a failure ends the task and is told like anything else. */
  async *run(
    answer: AsyncIterable<string>,
    onFailure: (failure: Failure) => void,
  ): AsyncGenerator<object> {
    yield this.result();
    try {
      for await (const text of answer) {
        yield this.grow(text);
      }
      this.state = 'completed';
    } catch (error) {
      const failure = toFailure(error);
      onFailure(failure);
      this.state = 'failed';
      this.reason = failure.message;
    }
    yield rpcResult(this.id, {
      kind: 'status-update',
      ...this.names(),
      status: this.status(),
      final: true,
    });
  }

  /** The task as it stands. */
  result(): object {
    return rpcResult(this.id, {
      kind: 'task',
      id: this.taskId,
      contextId: this.contextId,
      status: this.status(),
      artifacts: this.text ? [this.artifact(this.text)] : [],
    });
  }

  private grow(text: string): object {
    const append = this.text !== '';
    this.text += text;
    return rpcResult(this.id, {
      kind: 'artifact-update',
      ...this.names(),
      artifact: this.artifact(text),
      append,
    });
  }

  private names() {
    return { taskId: this.taskId, contextId: this.contextId };
  }

  private artifact(text: string) {
    return {
      artifactId: this.artifactId,
      name: 'answer',
      parts: [{ kind: 'text', text }],
    };
  }

  private status() {
    return {
      state: this.state,
      timestamp: new Date().toISOString(),
      message: this.reason && {
        kind: 'message',
        role: 'agent',
        messageId: randomUUID(),
        ...this.names(),
        parts: [{ kind: 'text', text: this.reason }],
      },
    };
  }
}

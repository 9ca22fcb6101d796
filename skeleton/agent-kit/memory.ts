import {
  BedrockAgentCoreClient,
  CreateEventCommand,
  Event,
  ListEventsCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { createHash } from 'node:crypto';

/** What a user said and what the agent answered. */
export interface Turn {
  /** What the user said. */
  readonly prompt: string;
  /** What the agent answered. */
  readonly answer: string;
}

/** What an agent remembers of its sessions. */
export interface Memory {
  /**
   * The latest turns of a session, the oldest first.
   *
   * @param sessionId - the session
   */
  recall(sessionId: string): Promise<readonly Turn[]>;

  /**
   * Keeps a turn.
   *
   * @param sessionId - the session
   * @param turn - the turn
   */
  remember(sessionId: string, turn: Turn): Promise<void>;
}

/** Turns that the model is reminded of: more cost tokens and rarely help. */
const MAX_TURNS = 20;

/** A memory in the process. AgentCore gives each session a machine of its own, so that it lasts as long as the session. */
export class ProcessMemory implements Memory {
  private readonly sessions = new Map<string, readonly Turn[]>();

  async recall(sessionId: string): Promise<readonly Turn[]> {
    return this.sessions.get(sessionId) ?? [];
  }

  async remember(sessionId: string, turn: Turn): Promise<void> {
    const turns = this.sessions.get(sessionId) ?? [];
    this.sessions.set(sessionId, [...turns, turn].slice(-MAX_TURNS));
  }
}

/** A memory in AgentCore Memory: it outlasts the session, and AgentCore distils long-term memories from it. */
export class AgentCoreMemory implements Memory {
  private readonly client = new BedrockAgentCoreClient({
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
  });

  /** @param memoryId - id of the memory */
  constructor(private readonly memoryId: string) {}

  async recall(sessionId: string): Promise<readonly Turn[]> {
    const { events = [] } = await this.client.send(
      new ListEventsCommand({
        ...this.place(sessionId),
        includePayloads: true,
        maxResults: MAX_TURNS,
      }),
    );
    return events
      .sort((one, other) => timeOf(one) - timeOf(other))
      .flatMap(toTurn);
  }

  async remember(sessionId: string, { prompt, answer }: Turn): Promise<void> {
    await this.client.send(
      new CreateEventCommand({
        ...this.place(sessionId),
        eventTimestamp: new Date(),
        payload: [
          { conversational: { role: 'USER', content: { text: prompt } } },
          { conversational: { role: 'ASSISTANT', content: { text: answer } } },
        ],
      }),
    );
  }

  /** AgentCore does not tell agents who calls: whoever has a session's id is its actor. */
  private place(session: string) {
    const sessionId = fitId(session);
    return { memoryId: this.memoryId, actorId: sessionId, sessionId };
  }
}

/**
 * A session's id as AgentCore Memory takes it, which wants fewer and other characters than AgentCore Runtime.
 *
 * Source: Amazon Bedrock AgentCore Data Plane API Reference, "CreateEvent".
 */
function fitId(sessionId: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(sessionId)
    ? sessionId
    : createHash('sha256').update(sessionId).digest('hex');
}

function timeOf({ eventTimestamp }: Event): number {
  return eventTimestamp?.getTime() ?? 0;
}

function toTurn({ payload = [] }: Event): Turn[] {
  const said = (role: string) =>
    payload.find(({ conversational }) => conversational?.role === role)
      ?.conversational?.content?.text;
  const [prompt, answer] = [said('USER'), said('ASSISTANT')];
  return prompt && answer ? [{ prompt, answer }] : [];
}

import type { Entity } from '@backstage/catalog-model';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FormValues } from './places';

/** The catalog looks at everything each 30 seconds. In milliseconds. */
const CATALOG_MS = 90_000;
const TEMPLATE = 'template:default/bedrock-agent-platform';

/** The statuses of tasks that have ended. */
const ENDED = ['completed', 'failed', 'cancelled'];

/** An event of a task, as the scaffolder tells it. */
export interface TaskEvent {
  id: number;
  type: 'log' | 'completion' | 'cancelled' | 'recovered';
  body: {
    message: string;
    stepId?: string;
    status?: string;
    output?: TaskOutput;
    error?: { name: string; message: string };
  };
}

/** What a task hands over at its end. */
export interface TaskOutput {
  links?: { title?: string; url?: string; entityRef?: string }[];
  text?: { title: string; content: string }[];
}

/** A task that has ended. */
export interface EndedTask {
  id: string;
  status: 'completed' | 'failed' | 'cancelled';
  events: TaskEvent[];
  /** All log lines. */
  log: string;
  /** The message of the error that it failed with; nothing when it did not. */
  error: string;
  output: TaskOutput;
}

/** What the server answered. */
export interface Answer<Body> {
  status: number;
  body: Body;
}

/** The portal's API as a signed-in person's browser uses it. */
export class PortalClient {
  static async signIn(url: string): Promise<PortalClient> {
    const response = await fetch(`${url}/api/auth/guest/refresh`);
    const { backstageIdentity } = (await response.json()) as {
      backstageIdentity: { token: string };
    };
    return new PortalClient(url, backstageIdentity.token);
  }

  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Presses Create; the answer holds the id of the task, or what is wrong with the form. */
  async create(values: Record<string, unknown>): Promise<
    Answer<{
      id: string;
      errors?: { stack: string; message: string; path: string[] }[];
    }>
  > {
    return this.call('POST', '/api/scaffolder/v2/tasks', {
      templateRef: TEMPLATE,
      values,
    });
  }

  /** Presses Create with a form that is right, and waits for the end of the task. */
  async createAndWait(values: FormValues): Promise<EndedTask> {
    const { status, body } = await this.create(values);
    if (status !== 201) {
      throw new Error(`Create answered ${status}: ${JSON.stringify(body)}`);
    }
    return this.untilEnded(body.id);
  }

  /**
   * Presses Create, and waits until the platform stands.
   *
   * @throws an error that holds the end of the log, when the task does not complete
   */
  async createPlatform(values: FormValues): Promise<EndedTask> {
    const task = await this.createAndWait(values);
    if (task.status !== 'completed') {
      throw new Error(`The task ${task.status}:\n${task.log.slice(-4_000)}`);
    }
    return task;
  }

  /** Follows the events of a task, as the page with the log does, until the task has ended. */
  async untilEnded(id: string): Promise<EndedTask> {
    const events: TaskEvent[] = [];
    for await (const event of this.follow(id)) {
      events.push(event);
    }
    const completion = events.findLast(event => event.type === 'completion');
    const { body } = await this.call<{ status: EndedTask['status'] }>(
      'GET',
      `/api/scaffolder/v2/tasks/${id}`,
    );
    return {
      id,
      status: body.status,
      events,
      log: events.map(event => event.body.message).join('\n'),
      error: completion?.body.error?.message ?? '',
      output: completion?.body.output ?? {},
    };
  }

  /** Waits until a task has ended, also when the portal is away or started anew meanwhile. */
  async untilSettled(id: string): Promise<EndedTask> {
    for (;;) {
      const status = await this.taskStatus(id).catch(() => undefined);
      if (status && ENDED.includes(status)) {
        return this.untilEnded(id);
      }
      await sleep(200);
    }
  }

  /** The status of a task, such as `processing`. */
  async taskStatus(id: string): Promise<string> {
    const { body } = await this.call<{ status: string }>(
      'GET',
      `/api/scaffolder/v2/tasks/${id}`,
    );
    return body.status;
  }

  /** The events of a task as they come; ends with the task. */
  async *follow(id: string): AsyncGenerator<TaskEvent> {
    const response = await fetch(
      `${this.url}/api/scaffolder/v2/tasks/${id}/eventstream`,
      { headers: this.headers() },
    );
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(
      new TextDecoderStream(),
    )) {
      const messages = (rest + chunk).split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) {
        const data = /^data: (.*)$/m.exec(message)?.[1];
        if (data) {
          const event: TaskEvent = JSON.parse(data);
          yield event;
          if (event.type === 'completion') {
            return;
          }
        }
      }
    }
  }

  /** Orders a task to stop. */
  async cancel(id: string): Promise<void> {
    await this.call('POST', `/api/scaffolder/v2/tasks/${id}/cancel`);
  }

  /** Presses Retry. */
  async retry(id: string): Promise<void> {
    await this.call('POST', `/api/scaffolder/v2/tasks/${id}/retry`, {});
  }

  /**
   * Runs a template without any effect.
   *
   * @param template - the entity
   * @param values - of the form
   * @param files - what lies beside the template
   */
  async dryRun(
    template: unknown,
    values: Record<string, unknown>,
    files: { path: string; base64Content: string }[],
  ): Promise<
    Answer<{
      log: { body: { message: string; status?: string } }[];
      directoryContents: { path: string; base64Content: string }[];
      steps: { id: string; action: string }[];
      output: TaskOutput;
      error?: { message: string };
    }>
  > {
    return this.call('POST', '/api/scaffolder/v2/dry-run', {
      template,
      values,
      secrets: {},
      directoryContents: files,
    });
  }

  /**
   * An entity of the catalog.
   *
   * @param ref - such as `component:default/chat-dev`
   */
  async entity(ref: string): Promise<Entity | undefined> {
    const { status, body } = await this.call<Entity>(
      'GET',
      `/api/catalog/entities/by-name/${ref.replace(':', '/')}`,
    );
    return status === 200 ? body : undefined;
  }

  /** The first entities of the catalog, as its page shows them. */
  async entities(limit: number): Promise<Entity[]> {
    const { body } = await this.call<{ items: Entity[] }>(
      'GET',
      `/api/catalog/entities/by-query?limit=${limit}`,
    );
    return body.items;
  }

  /** All entities of a platform. */
  async entitiesOfPlatform(id: string): Promise<Entity[]> {
    const { body } = await this.call<{ items: Entity[] }>(
      'GET',
      `/api/catalog/entities/by-query?limit=500&filter=${encodeURIComponent(
        `metadata.annotations.agentinfra.io/platform=${id}`,
      )}`,
    );
    return body.items;
  }

  /** An entity of the catalog, once it is the way it is wanted: the catalog relates entities a moment after it took them up. */
  async entityWhen(
    ref: string,
    isWanted: (entity: Entity) => boolean,
  ): Promise<Entity> {
    const deadline = performance.now() + CATALOG_MS;
    while (performance.now() < deadline) {
      const entity = await this.entity(ref);
      if (entity && isWanted(entity)) {
        return entity;
      }
      await sleep(200);
    }
    throw new Error(`${ref} did not become what was wanted in the catalog`);
  }

  private async call<Body>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<Answer<Body>> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.headers(), 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? JSON.parse(text) : (text as Body),
    };
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }
}

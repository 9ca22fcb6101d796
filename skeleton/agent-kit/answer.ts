import {
  ContentBlock,
  ConverseStreamOutput,
  ToolUseBlockStart,
} from '@aws-sdk/client-bedrock-runtime';

/** A block of an answer: words, or what a tool is asked for. */
interface Part {
  readonly text: string;
  readonly tool?: ToolUseBlockStart;
  /** What the tool is to get: JSON, which comes in pieces. */
  readonly input: string;
}

/** An answer of a model, put together from the events of its stream. */
export class Answer {
  private readonly parts = new Map<number, Part>();

  /** Takes the next event. */
  add({ contentBlockStart, contentBlockDelta }: ConverseStreamOutput): void {
    const { contentBlockIndex: index } =
      contentBlockStart ?? contentBlockDelta ?? {};
    if (index === undefined) {
      return;
    }
    const part = this.parts.get(index) ?? { text: '', input: '' };
    const { text = '', toolUse } = contentBlockDelta?.delta ?? {};
    this.parts.set(index, {
      tool: contentBlockStart?.start?.toolUse ?? part.tool,
      text: part.text + text,
      input: part.input + (toolUse?.input ?? ''),
    });
  }

  /**
   * The whole answer, as the model is reminded of it.
   *
   * @throws if the model asks for a tool with what is no JSON
   */
  blocks(): ContentBlock[] {
    return [...this.parts.values()]
      .filter(({ text, tool }) => text || tool)
      .map(({ text, tool, input }) =>
        tool
          ? {
              toolUse: {
                toolUseId: tool.toolUseId,
                name: tool.name,
                input: JSON.parse(input || '{}'),
              },
            }
          : { text },
      );
  }
}

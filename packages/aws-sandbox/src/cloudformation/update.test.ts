import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  DescribeStackResourceCommand,
  RollbackStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { Sandbox } from '../sandbox';
import {
  outputsOf,
  setFaults,
  Stacks,
  startTestSandbox,
} from '../__testUtils__';

/** A parameter whose value and a topic whose name can be chosen; the topic's name cannot change without replacement. */
function template(value: string, topic: string, more: object = {}) {
  return {
    Resources: {
      Parameter: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Type: 'String', Value: value },
      },
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: { TopicName: topic },
      },
      ...more,
    },
    Outputs: { Topic: { Value: { Ref: 'Topic' } } },
  };
}

describe('updating a stack', () => {
  let sandbox: Sandbox;
  let stacks: Stacks;

  const physicalId = async (stack: string, logicalId: string) => {
    const { StackResourceDetail } = await stacks.client.send(
      new DescribeStackResourceCommand({
        StackName: stack,
        LogicalResourceId: logicalId,
      }),
    );
    return StackResourceDetail?.PhysicalResourceId;
  };

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    stacks = new Stacks(sandbox);
  });
  afterEach(async () => await setFaults(sandbox));
  afterAll(async () => await sandbox.close());

  it('takes away an output that another stack reads without an import', async () => {
    const reader = (topic: object) => ({
      Resources: {
        Note: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Type: 'String', Value: topic },
        },
      },
      Outputs: { Read: { Value: { 'Fn::GetAtt': ['Note', 'Value'] } } },
    });
    const topicOf = (stack: string) => ({
      'Fn::GetStackOutput': {
        StackName: stack,
        OutputName: 'Topic',
        Region: { Ref: 'AWS::Region' },
      },
    });
    const read = await stacks.create('read', template('one', 'read'));
    const first = await stacks.create('reader', reader(topicOf('read')));
    expect(outputsOf(first).Read).toBe(outputsOf(read).Topic);

    const { Resources } = template('one', 'read');
    const without = await stacks.update('read', { Resources });
    expect(without.StackStatus).toBe('UPDATE_COMPLETE');
    const second = await stacks.create('late', reader(topicOf('read')));
    expect(second.StackStatus).toBe('ROLLBACK_COMPLETE');
  });

  it('changes in place what can be, and replaces what must be', async () => {
    await stacks.create('change', template('one', 'change-a'));
    const parameter = await physicalId('change', 'Parameter');
    const stack = await stacks.update('change', template('two', 'change-b'));

    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(await physicalId('change', 'Parameter')).toBe(parameter);
    expect(outputsOf(stack).Topic).toMatch(/:change-b$/);
    const events = await stacks.events('change');
    expect(events.join('\n')).toContain(
      'Topic UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource',
    );
    const cleanup = events.indexOf(
      'change UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    );
    expect(events.indexOf('Topic DELETE_COMPLETE')).toBeGreaterThan(cleanup);
    expect(events.at(-1)).toBe('change UPDATE_COMPLETE');
  });

  it('leaves alone what does not change, and says so when nothing does', async () => {
    await stacks.create('same', template('one', 'same'));

    await expect(
      stacks.update('same', template('one', 'same')),
    ).rejects.toThrow('No updates are to be performed.');
    await stacks.update('same', template('two', 'same'));
    const events = await stacks.events('same');
    expect(events).toContain('Parameter UPDATE_COMPLETE');
    expect(events).not.toContain('Topic UPDATE_IN_PROGRESS');
  });

  it('deletes what the template no longer has, unless it is to be retained', async () => {
    const more = {
      Gone: { Type: 'AWS::SNS::Topic' },
      Kept: { Type: 'AWS::SNS::Topic', DeletionPolicy: 'Retain' },
    };
    await stacks.create('remove', template('one', 'remove', more));
    await stacks.update('remove', template('one', 'remove'));

    const events = await stacks.events('remove');
    expect(events).toContain('Gone DELETE_COMPLETE');
    expect(events).toContain('Kept DELETE_SKIPPED');
  });

  it('rolls back to what was there when a resource fails', async () => {
    await stacks.create('back', template('one', 'back-a'));
    await setFaults(sandbox, {
      kind: 'resource',
      logicalId: 'New',
      action: 'create',
      reason: 'No room',
    });
    const stack = await stacks.update(
      'back',
      template('two', 'back-b', {
        New: { Type: 'AWS::SQS::Queue', DependsOn: ['Parameter', 'Topic'] },
      }),
    );

    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(outputsOf(stack).Topic).toMatch(/:back-a$/);
    expect(await physicalId('back', 'Topic')).toMatch(/:back-a$/);
    const events = await stacks.events('back');
    expect(events).toContain('New CREATE_FAILED No room');
    expect(events).toContain(
      'back UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [New]. Rollback requested by user.',
    );
    // What was made on the way is gone again, and its name is free.
    await setFaults(sandbox);
    expect(
      (await stacks.update('back', template('three', 'back-b'))).StackStatus,
    ).toBe('UPDATE_COMPLETE');
  });

  it('stops where a rollback fails, and goes on when told to', async () => {
    await stacks.create('stuck', template('one', 'stuck'));
    await setFaults(sandbox, {
      kind: 'resource',
      logicalId: 'Parameter',
      action: 'update',
    });
    const failed = await stacks.update('stuck', template('two', 'stuck'));
    expect(failed.StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    await expect(
      stacks.update('stuck', template('three', 'stuck')),
    ).rejects.toThrow(
      /is in UPDATE_ROLLBACK_FAILED state and can not be updated/,
    );

    await setFaults(sandbox);
    await stacks.client.send(
      new ContinueUpdateRollbackCommand({ StackName: 'stuck' }),
    );
    expect((await stacks.settled('stuck')).StackStatus).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
  });

  it('goes on with a rollback without what is to be skipped', async () => {
    await stacks.create('skip', template('one', 'skip-a'));
    await setFaults(sandbox, {
      kind: 'resource',
      logicalId: 'Parameter',
      action: 'update',
    });
    await stacks.update('skip', template('two', 'skip-b'));
    await stacks.client.send(
      new ContinueUpdateRollbackCommand({
        StackName: 'skip',
        ResourcesToSkip: ['Parameter'],
      }),
    );

    expect((await stacks.settled('skip')).StackStatus).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
    expect(await physicalId('skip', 'Topic')).toMatch(/:skip-a$/);
    // CloudFormation believes that what it skipped is as it was.
    await setFaults(sandbox);
    expect(
      (await stacks.update('skip', template('two', 'skip-b'))).StackStatus,
    ).toBe('UPDATE_COMPLETE');
  });

  it('goes forward from a failed update that was left as it is', async () => {
    await stacks.create('forward', template('one', 'forward'));
    await setFaults(sandbox, {
      kind: 'resource',
      logicalId: 'Parameter',
      action: 'update',
    });
    const failed = await stacks.update('forward', template('two', 'forward'), {
      DisableRollback: true,
    });
    expect(failed.StackStatus).toBe('UPDATE_FAILED');

    await setFaults(sandbox);
    const stack = await stacks.update('forward', template('two', 'forward'));
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(await stacks.events('forward')).toContain(
      'Parameter UPDATE_COMPLETE',
    );
  });

  it('leaves a failed update as it is when told so, and rolls back later', async () => {
    await stacks.create('later', template('one', 'later-a'));
    await setFaults(sandbox, {
      kind: 'resource',
      type: 'AWS::SQS::Queue',
      action: 'create',
    });
    const failed = await stacks.update(
      'later',
      template('two', 'later-b', {
        New: { Type: 'AWS::SQS::Queue', DependsOn: 'Topic' },
      }),
      { DisableRollback: true },
    );
    expect(failed.StackStatus).toBe('UPDATE_FAILED');

    await stacks.client.send(new RollbackStackCommand({ StackName: 'later' }));
    const stack = await stacks.settled('later');
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await physicalId('later', 'Topic')).toMatch(/:later-a$/);
  });

  it('refuses to cancel when no update is in progress', async () => {
    await stacks.create('idle', template('one', 'idle'));

    await expect(
      stacks.client.send(new CancelUpdateStackCommand({ StackName: 'idle' })),
    ).rejects.toThrow(
      'CancelUpdateStack cannot be called from current stack status CREATE_COMPLETE',
    );
  });

  it('passes a change of the tags of a stack on to its resources', async () => {
    await stacks.create('tags', template('one', 'tags'));
    const stack = await stacks.update('tags', template('one', 'tags'), {
      Tags: [{ Key: 'Owner', Value: 'somebody' }],
    });

    expect(stack.Tags).toEqual([{ Key: 'Owner', Value: 'somebody' }]);
    expect(await stacks.events('tags')).toContain('Topic UPDATE_COMPLETE');
  });

  it('leaves a failed express deployment as it is', async () => {
    await stacks.create('express', template('one', 'express'));
    await setFaults(sandbox, {
      kind: 'resource',
      logicalId: 'Parameter',
      action: 'update',
    });
    const stack = await stacks.update('express', template('two', 'express'), {
      DeploymentConfig: { Mode: 'EXPRESS' },
    });

    expect(stack.StackStatus).toBe('UPDATE_FAILED');
  });

  it('turns an update back that is cancelled', async () => {
    await stacks.create('cancel', template('one', 'cancel'));
    await setFaults(sandbox, {
      kind: 'resource',
      logicalId: 'Parameter',
      action: 'update',
      effect: 'hang',
      times: 1,
    });
    await stacks.startUpdate('cancel', template('two', 'cancel'));
    await expect(
      stacks.update('cancel', template('three', 'cancel')),
    ).rejects.toThrow(/is in UPDATE_IN_PROGRESS state and can not be updated/);
    await expect(stacks.remove('cancel')).rejects.toThrow(
      /cannot be deleted while in status UPDATE_IN_PROGRESS/,
    );
    await stacks.client.send(
      new CancelUpdateStackCommand({ StackName: 'cancel' }),
    );

    expect((await stacks.settled('cancel')).StackStatus).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
    expect(await stacks.events('cancel')).toContain(
      'Parameter UPDATE_FAILED Resource update cancelled',
    );
  });
});

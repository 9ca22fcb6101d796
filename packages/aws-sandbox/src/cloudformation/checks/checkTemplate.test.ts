import {
  CloudFormationClient,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { Sandbox } from '../../sandbox';
import { clientOptions, startTestSandbox } from '../../__testUtils__';

describe('a template that is wrong', () => {
  let sandbox: Sandbox;
  let client: CloudFormationClient;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    client = new CloudFormationClient(clientOptions(sandbox));
  });
  afterAll(async () => await sandbox.close());

  const validate = (TemplateBody: string) =>
    client.send(new ValidateTemplateCommand({ TemplateBody }));

  const topic = (DisplayName: unknown, more: object = {}) => ({
    Topic: {
      Type: 'AWS::SNS::Topic',
      Properties: { DisplayName },
      ...more,
    },
  });

  it.each<[string, object, RegExp]>([
    [
      'is of another version',
      { AWSTemplateFormatVersion: '2020-01-01' },
      /unsupported value for AWSTemplateFormatVersion/,
    ],
    [
      'has no text where there must be some',
      { Description: { en: 'x' } },
      /\[\/Description\] must be a string/,
    ],
    [
      'has a description that is too long',
      { Description: 'x'.repeat(1025) },
      /'Description' length is greater than 1024/,
    ],
    [
      'has a parameter without a type',
      { Parameters: { P: { Default: 'x' } } },
      /Every Parameters object must contain a Type member/,
    ],
    [
      'has a parameter of an unknown type',
      { Parameters: { P: { Type: 'Text' } } },
      /Unrecognized parameter type: Text/,
    ],
    [
      'has a resource with an unknown member',
      { Resources: topic('x', { Propertys: {} }) },
      /Invalid template resource property 'Propertys'/,
    ],
    [
      'has a resource with an unknown policy',
      { Resources: topic('x', { DeletionPolicy: 'Keep' }) },
      /Unrecognized DeletionPolicy Keep/,
    ],
    [
      'names a condition that does not exist',
      { Resources: topic('x', { Condition: 'IsProd' }) },
      /Unresolved condition dependency IsProd in the Resources block/,
    ],
    [
      'names one in a function',
      { Resources: topic({ 'Fn::If': ['IsProd', 'a', 'b'] }) },
      /unresolved condition dependency IsProd in Fn::If/,
    ],
    [
      'names one of those that every object has',
      { Resources: topic('x', { Condition: 'constructor' }) },
      /Unresolved condition dependency constructor/,
    ],
    [
      'has a condition that needs itself',
      {
        Conditions: {
          A: { Condition: 'B' },
          B: { 'Fn::Not': [{ Condition: 'A' }] },
        },
      },
      /circular condition dependency between \[A, B\]/,
    ],
    [
      'has a condition that needs a resource',
      { Conditions: { A: { 'Fn::Equals': [{ Ref: 'Topic' }, 'x'] } } },
      /Unresolved dependencies \[Topic\]/,
    ],
    [
      'compares with nothing',
      { Conditions: { A: { 'Fn::Equals': ['x'] } } },
      /every Fn::Equals object requires a list of 2 string parameters/,
    ],
    [
      'compares outside of conditions',
      { Resources: topic({ 'Fn::Equals': ['x', 'x'] }) },
      /Fn::Equals can only be used in the Conditions block/,
    ],
    [
      'calls a function that does not exist',
      { Resources: topic({ 'Fn::Shout': 'x' }) },
      /unsupported function: Fn::Shout/,
    ],
    ['joins nothing', { Resources: topic({ 'Fn::Join': '-' }) }, /Fn::Join/],
    [
      'chooses between one',
      { Resources: topic({ 'Fn::If': ['A', 'x'] }) },
      /Fn::If requires a list argument with three parameters/,
    ],
    [
      'substitutes in no text',
      { Resources: topic({ 'Fn::Sub': {} }) },
      /Fn::Sub intrinsic functions/,
    ],
    [
      'reads an output of no stack',
      { Resources: topic({ 'Fn::GetStackOutput': { OutputName: 'Id' } }) },
      /every Fn::GetStackOutput object requires a StackName/,
    ],
    [
      'refers to nothing',
      { Resources: topic({ Ref: {} }) },
      /every Ref object must have a single String value/,
    ],
  ])('is refused when it %s', async (_what, template, message) => {
    const body = JSON.stringify({ Resources: topic('x'), ...template });

    await expect(validate(body)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['an unknown short form', '!Shout x', /Unresolved tag: !Shout/],
    ['an attribute of nothing', '!GetAtt Topic', /every Fn::GetAtt object/],
  ])('is refused when its YAML has %s', async (_what, value, message) => {
    const body = [
      'Resources:',
      '  Topic:',
      '    Type: AWS::SNS::Topic',
      '    Properties:',
      `      DisplayName: ${value}`,
    ].join('\n');

    await expect(validate(body)).rejects.toThrow(message);
  });
});

import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** The actions that call a model, with the answer as a whole or as a stream. */
const MODEL_ACTIONS = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
];

/**
 * The prefixes of the ids of the inference profiles that AWS defines.
 *
 * Source: Amazon Bedrock User Guide, "Supported Regions and models for inference profiles".
 */
const PROFILE_PREFIX =
  /^(us|us-gov|eu|apac|au|ca|jp|sa|global)\.(?=[a-z0-9-]+\.)/;

/**
 * Permission to call one model, and nothing else. An inference profile distributes its calls over regions, so its model is
 * allowed in every region, but only through that profile.
 *
 * @param stack - the stack of the agent
 * @param modelId - id of a model or of an inference profile
 */
export function modelAccess(stack: Stack, modelId: string): PolicyStatement[] {
  const model = (region: string, id: string) =>
    `arn:${stack.partition}:bedrock:${region}::foundation-model/${id}`;
  if (!PROFILE_PREFIX.test(modelId)) {
    return [
      new PolicyStatement({
        sid: 'CallModel',
        actions: MODEL_ACTIONS,
        resources: [model(stack.region, modelId)],
      }),
    ];
  }
  const profileArn = stack.formatArn({
    service: 'bedrock',
    resource: 'inference-profile',
    resourceName: modelId,
  });
  return [
    new PolicyStatement({
      sid: 'CallInferenceProfile',
      actions: [...MODEL_ACTIONS, 'bedrock:GetInferenceProfile'],
      resources: [profileArn],
    }),
    new PolicyStatement({
      sid: 'CallModelThroughProfile',
      actions: MODEL_ACTIONS,
      resources: [model('*', modelId.replace(PROFILE_PREFIX, ''))],
      conditions: {
        StringEquals: { 'bedrock:InferenceProfileArn': profileArn },
      },
    }),
  ];
}

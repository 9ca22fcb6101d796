// The first part of the code of every custom task: calls run(event, context), and reports the outcome to CloudFormation. A
// run that returns `undefined` has passed the event on to another invocation, which will answer.
exports.handler = async (event, context) => {
  try {
    const Data = await run(event, context);
    if (Data) await answer(event, { Status: 'SUCCESS', Data });
  } catch (error) {
    console.error(
      JSON.stringify({
        level: 'error',
        message: 'failure',
        reason: error.message,
      }),
    );
    await answer(event, { Status: 'FAILED', Reason: error.message });
  }
};

async function answer(event, outcome) {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId = event.PhysicalResourceId ?? LogicalResourceId;
  const body = JSON.stringify({
    StackId,
    RequestId,
    LogicalResourceId,
    PhysicalResourceId,
    ...outcome,
  });
  await fetch(event.ResponseURL, {
    method: 'PUT',
    body,
    headers: { 'content-type': '' },
  });
}

const sleep = seconds =>
  new Promise(resolve => setTimeout(resolve, seconds * 1000));

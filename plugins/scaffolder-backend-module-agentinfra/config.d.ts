export interface Config {
  agentinfra?: {
    /**
     * Folder for the state of the portal: the git repositories of platforms without a remote repository, and synthesized assemblies.
     * Backends that share a database must share this folder, too.
     *
     * Default: `.agentinfra` in the working directory of the backend.
     */
    stateDirectory?: string;

    sandbox?: {
      /**
       * URL of the AWS sandbox, such as `http://127.0.0.1:4566`. When it is set, every AWS call goes there, with the account as the
       * access key id, and the links of platforms lead to its pages. Use the address, not `localhost`.
       *
       * Default: none. Calls go to AWS, with the credentials of `aws.accounts` or of the default chain of the AWS SDK.
       */
      url?: string;
    };

    deploy?: {
      /**
       * How many stacks of a platform are deployed at a time.
       *
       * Default: 8.
       */
      concurrency?: number;

      /**
       * Milliseconds between two polls of CloudFormation for the events of a stack.
       *
       * Default: 2000; 500 with the sandbox.
       */
      pollInterval?: number;
    };
  };
}

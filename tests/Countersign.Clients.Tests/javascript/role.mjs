// A role that wants a code, with fromTemporaryCredentials. Arguments: URL, role, external id, device, code, path of the users.
// The keys of the user come from the environment. Prints one JSON object.
import { IAMClient, GetUserCommand, NoSuchEntityException, paginateListUsers, waitUntilUserExists } from "@aws-sdk/client-iam";
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

const [endpoint, RoleArn, ExternalId, SerialNumber, code, PathPrefix] = process.argv.slice(2);
const region = "us-east-1";
let asked = 0;

const assume = (RoleSessionName) => fromTemporaryCredentials({
  params: { RoleArn, RoleSessionName, ExternalId, SerialNumber, DurationSeconds: 1800 },
  clientConfig: { endpoint, region },
  mfaCodeProvider: async () => {
    asked++;
    return code;
  },
});

const iam = new IAMClient({ endpoint, region, credentials: assume("javascript") });
const users = [];
for await (const page of paginateListUsers({ client: iam, pageSize: 1 }, { PathPrefix }))
  users.push(...(page.Users ?? []).map((user) => user.UserName));
await waitUntilUserExists({ client: iam, maxWaitTime: 5 }, { UserName: users[0] });
const missing = await iam.send(new GetUserCommand({ UserName: "nobody" })).then(() => false, (e) => e instanceof NoSuchEntityException);
// The session belongs to the client that has asked: another that is to share it takes it from there.
const sts = new STSClient({ endpoint, region, credentials: iam.config.credentials });
const { Arn: caller } = await sts.send(new GetCallerIdentityCommand({}));
const before = asked;
const used = await assume("again")().then(() => "accepted", (e) => e.message);

console.log(JSON.stringify({ caller, asked: before, users, missing, used }));

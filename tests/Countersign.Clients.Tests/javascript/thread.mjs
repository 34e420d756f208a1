// One user's way through MFA with the AWS SDK for JavaScript v3. Arguments: URL, user, device name.
// Prints one JSON object. Its codes come from oathtool at the real time.
import { execFileSync } from "node:child_process";
import { IAMClient, CreateVirtualMFADeviceCommand, EnableMFADeviceCommand, GetMFADeviceCommand, GetUserCommand } from "@aws-sdk/client-iam";
import { STSClient, GetSessionTokenCommand } from "@aws-sdk/client-sts";

const [endpoint, userName, deviceName] = process.argv.slice(2);
const region = "us-east-1";
const iam = new IAMClient({ endpoint, region });
const sts = new STSClient({ endpoint, region });

const codeAt = (seed, steps) =>
  execFileSync("oathtool", ["--totp", "-b", seed, "-N", `@${Math.floor(Date.now() / 1000) + 30 * steps}`]).toString().trim();
const refusal = (promise) =>
  promise.then(() => null, (e) => ({ name: e.name, message: e.message, status: e.$metadata.httpStatusCode, attempts: e.$metadata.attempts }));

const { VirtualMFADevice: device } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: deviceName }));
const seed = Buffer.from(device.Base32StringSeed).toString("ascii");
const [before, now, next] = [codeAt(seed, -1), codeAt(seed, 0), codeAt(seed, 1)];
const serial = { SerialNumber: device.SerialNumber };
const enable = (AuthenticationCode1, AuthenticationCode2) =>
  iam.send(new EnableMFADeviceCommand({ UserName: userName, ...serial, AuthenticationCode1, AuthenticationCode2 }));

const swapped = await refusal(enable(now, before));
await enable(before, now);
const { Credentials: keys } = await sts.send(new GetSessionTokenCommand({ ...serial, TokenCode: next }));
const used = await refusal(sts.send(new GetSessionTokenCommand({ ...serial, TokenCode: next })));
const session = new IAMClient({
  endpoint, region,
  credentials: { accessKeyId: keys.AccessKeyId, secretAccessKey: keys.SecretAccessKey, sessionToken: keys.SessionToken },
});
const { User: user } = await session.send(new GetUserCommand({}));
const shown = await session.send(new GetMFADeviceCommand(serial));

console.log(JSON.stringify({
  png: Buffer.from(device.QRCodePNG).subarray(1, 4).toString("ascii"),
  swapped, used, user: user.UserName, shown: shown.SerialNumber, enabled: shown.EnableDate instanceof Date,
}));

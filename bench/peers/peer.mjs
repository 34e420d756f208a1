// What the product is measured against, where it runs in node. One question a line on standard input
// ("cedar-preparsed 100 150": which peer, how many policies, for about how many milliseconds), one answer a line on
// standard output: nanoseconds for one operation. So the other program can take turns with this one.
import { createInterface } from 'node:readline';
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { generateSecret, verifySync } from 'otplib';

// The workload W-N: N policies of one statement each, of which the last allows.
function iamPolicies(count) {
    return Array.from({ length: count }, (_, i) => ({
        Version: '2012-10-17',
        Statement: [{
            Effect: 'Allow',
            Action: ['s3:Get*', 's3:ListBucket'],
            Resource: i < count - 1
                ? [`arn:aws:s3:::bucket${i}`, `arn:aws:s3:::bucket${i}/*`]
                : ['arn:aws:s3:::reports', 'arn:aws:s3:::reports/${aws:username}/*'],
            Condition: {
                Bool: { 'aws:MultiFactorAuthPresent': 'true' },
                NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' },
            },
        }],
    }));
}

// The same in shape: Cedar knows no patterns of ARNs.
function cedarPolicies(count) {
    return Object.fromEntries(Array.from({ length: count }, (_, i) => {
        const [bucket, path] = i < count - 1 ? [`bucket${i}`, '*'] : ['reports', 'alice/*'];
        return [`policy${i}`, `permit (principal == User::"alice", action in [Action::"GetObject", Action::"ListBucket"], resource)
            when { resource.bucket == "${bucket}" && resource.path like "${path}" && context.mfaPresent && context.mfaAge < 3600 };`];
    }));
}

function simulate(count) {
    const simulation = {
        request: {
            principal: 'arn:aws:iam::123456789012:user/alice',
            action: 's3:GetObject',
            resource: { resource: 'arn:aws:s3:::reports/alice/q3.csv', accountId: '123456789012' },
            contextVariables: {
                'aws:username': 'alice',
                'aws:MultiFactorAuthPresent': 'true',
                'aws:MultiFactorAuthAge': '600',
                'aws:SourceIp': '10.1.2.3',
            },
        },
        identityPolicies: iamPolicies(count).map((policy, i) => ({ name: `policy${i}`, policy })),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
    };
    return () => {
        const result = runUnsafeSimulation(simulation, {});
        if (result !== 'Allowed')
            throw new Error(`iam-simulate: ${result}`);
    };
}

function cedar(count) {
    const id = `w${count}`;
    const parsed = preparsePolicySet(id, { staticPolicies: cedarPolicies(count), templates: {}, templateLinks: [] });
    if (parsed.type !== 'success')
        throw new Error(JSON.stringify(parsed));
    const call = {
        principal: { type: 'User', id: 'alice' },
        action: { type: 'Action', id: 'GetObject' },
        resource: { type: 'Object', id: 'reports/alice/q3.csv' },
        context: { mfaPresent: true, mfaAge: 600 },
        preparsedPolicySetId: id,
        entities: [
            { uid: { type: 'User', id: 'alice' }, attrs: {}, parents: [] },
            { uid: { type: 'Object', id: 'reports/alice/q3.csv' }, attrs: { bucket: 'reports', path: 'alice/q3.csv' }, parents: [] },
        ],
    };
    return () => {
        const answer = statefulIsAuthorized(call);
        if (answer.response?.decision !== 'allow')
            throw new Error(`cedar: ${JSON.stringify(answer)}`);
    };
}

function totp() {
    const secret = generateSecret();
    return () => {
        if (verifySync({ secret, token: '000000', epochTolerance: 30 }).valid)
            throw new Error('otplib: the one in 300,000; run again');
    };
}

const made = {};
const makers = { 'iam-simulate': simulate, 'cedar-preparsed': cedar, 'otplib-verify': totp };

function measure(name, count, milliseconds) {
    const operation = made[`${name} ${count}`] ??= makers[name](count);
    const started = process.hrtime.bigint();
    const until = started + BigInt(milliseconds) * 1_000_000n;
    let done = 0;
    do {
        operation();
        done++;
    } while (process.hrtime.bigint() < until);
    return Number(process.hrtime.bigint() - started) / done;
}

for await (const line of createInterface({ input: process.stdin })) {
    const [name, count, milliseconds] = line.split(' ');
    console.log(measure(name, Number(count), Number(milliseconds)));
}

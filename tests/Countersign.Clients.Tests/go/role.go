// A role that wants a code, with stscreds. Arguments: URL, role, external id, device, code, path of the users.
// The keys of the user come from the environment. Prints one JSON object.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

const region = "us-east-1"

func main() {
	url, role, externalID, serial, code, path := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6]
	ctx := context.Background()
	asked := 0

	stsWith := func(provider aws.CredentialsProvider) *sts.Client {
		return sts.New(sts.Options{Region: region, Credentials: provider, EndpointResolver: sts.EndpointResolverFromURL(url)})
	}
	user := stsWith(credentials.NewStaticCredentialsProvider(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), ""))
	assume := func(session string) aws.CredentialsProvider {
		return aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(user, role, func(o *stscreds.AssumeRoleOptions) {
			o.RoleSessionName = session
			o.ExternalID = aws.String(externalID)
			o.SerialNumber = aws.String(serial)
			o.Duration = 30 * time.Minute
			o.TokenProvider = func() (string, error) {
				asked++
				return code, nil
			}
		}))
	}

	session := assume("go")
	client := iam.New(iam.Options{Region: region, Credentials: session, EndpointResolver: iam.EndpointResolverFromURL(url)})
	var users []string
	pages := iam.NewListUsersPaginator(client, &iam.ListUsersInput{PathPrefix: aws.String(path), MaxItems: aws.Int32(1)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		check(err)
		for _, found := range page.Users {
			users = append(users, aws.ToString(found.UserName))
		}
	}
	check(iam.NewUserExistsWaiter(client).Wait(ctx, &iam.GetUserInput{UserName: aws.String(users[0])}, 5*time.Second))
	_, err := client.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("nobody")})
	var noSuchEntity *types.NoSuchEntityException
	missing := errors.As(err, &noSuchEntity)
	caller, err := stsWith(session).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	check(err)
	before := asked

	used := "accepted"
	_, err = assume("again").Retrieve(ctx)
	var refusal smithy.APIError
	if errors.As(err, &refusal) {
		used = refusal.ErrorMessage()
	}

	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"caller": aws.ToString(caller.Arn), "asked": before, "users": users, "missing": missing, "used": used,
	}))
}

func check(err error) {
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
}

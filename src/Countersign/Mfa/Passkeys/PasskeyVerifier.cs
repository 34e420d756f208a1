using System.Formats.Cbor;
using Countersign.Storage;
using Fido2NetLib;
using Fido2NetLib.Objects;

namespace Countersign.Mfa.Passkeys;

/// <summary>Asks authenticators and judges their answers: WebAuthn Level 3, sections 7.1 and 7.2, over the library Fido2.</summary>
/// <remarks>
/// Pure: no database, no clock. The library does the COSE keys, the signatures and the attestation statements. What it
/// leaves open is here: exact origin, no frames, unchanged backup eligibility, the counter, whose the passkey is.
/// </remarks>
internal sealed class PasskeyVerifier(RelyingParty rp, string rpName)
{
    private static readonly IReadOnlyList<PubKeyCredParam> Algorithms =
    [
        new(COSE.Algorithm.ES256), new(COSE.Algorithm.EdDSA), new(COSE.Algorithm.RS256), new(COSE.Algorithm.ES384), new(COSE.Algorithm.ES512),
    ];

    private readonly Fido2 _fido = new(new Fido2Configuration
    {
        RPID = rp.Id,
        RPName = rpName,
        Origins = new HashSet<string>(StringComparer.Ordinal) { rp.Origin },
    });

    /// <summary>Whom passkeys are made for here.</summary>
    public RelyingParty RelyingParty => rp;

    /// <exception cref="ApiError">ValidationError: not at this address; says what would help.</exception>
    public void RequireWorkingAddress()
    {
        if (rp.Problem is { } problem)
            throw PasskeyErrors.CannotWork(problem);
    }

    /// <summary>What <c>navigator.credentials.create()</c> is asked: JSON for <c>parseCreationOptionsFromJSON</c>.</summary>
    public string CreationOptions(Ceremony ceremony, string userName, string accountName, IReadOnlyList<Passkey> existing, PasskeyRules rules) =>
        Creation(ceremony, userName, accountName, existing, rules).ToJson();

    /// <summary>What <c>navigator.credentials.get()</c> is asked: JSON for <c>parseRequestOptionsFromJSON</c>.</summary>
    /// <param name="ceremony">The challenge.</param>
    /// <param name="allowed">The passkeys that may answer; empty: any that names its user itself.</param>
    /// <param name="verifyUser">Whether PIN, finger or face is a must.</param>
    public string RequestOptions(Ceremony ceremony, IReadOnlyList<Passkey> allowed, bool verifyUser) =>
        Request(ceremony, allowed, verifyUser).ToJson();

    /// <summary>Judges a new passkey.</summary>
    /// <param name="answer">The browser's.</param>
    /// <param name="ceremony">What it was asked.</param>
    /// <param name="userName">For whom.</param>
    /// <param name="rules">The account's.</param>
    /// <returns>The passkey, but for its device and account.</returns>
    /// <exception cref="ApiError">PasskeyRefused, with the reason for the audit log; PasskeyNotAllowed by the account's rules.</exception>
    public async Task<Passkey> Register(PasskeyRegistration answer, Ceremony ceremony, string userName, PasskeyRules rules)
    {
        ClientData.Check(answer.ClientData, "webauthn.create", ceremony.Challenge, rp.Origin);
        var raw = new AuthenticatorAttestationRawResponse
        {
            Id = System.Buffers.Text.Base64Url.EncodeToString(answer.CredentialId),
            RawId = answer.CredentialId,
            Type = PublicKeyCredentialType.PublicKey,
            Response = new AuthenticatorAttestationRawResponse.AttestationResponse
            {
                AttestationObject = answer.AttestationObject,
                ClientDataJson = answer.ClientData,
                Transports = [],
            },
            ClientExtensionResults = new AuthenticationExtensionsClientOutputs(),
        };
        var options = Creation(ceremony, userName, userName, [], rules);
        var (made, data) = await Judge(async () =>
        {
            CheckEnd(answer.AttestationObject);
            var parameters = new MakeNewCredentialParams
            {
                AttestationResponse = raw,
                OriginalOptions = options,
                IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),    // the database decides
            };
            return (await _fido.MakeNewCredentialAsync(parameters), AuthenticatorAttestationResponse.Parse(raw).AttestationObject.AuthData);
        });

        if (rules.AttestationRequired && made.AttestationType is not ("basic" or "attca"))
            throw PasskeyErrors.NotAttested();
        if (rules.AllowedModels.Count > 0 && !rules.AllowedModels.Contains(made.AaGuid))
            throw PasskeyErrors.ModelNotAllowed(made.AaGuid);

        return new Passkey
        {
            DeviceId = "",
            AccountId = "",
            CredentialId = made.Id,
            PublicKey = made.PublicKey,
            SignCount = made.SignCount,
            Transports = string.Join(' ', answer.Transports),
            Aaguid = made.AaGuid.ToString("D"),
            AttestationFormat = made.AttestationFormat,
            BackupEligible = data.IsBackupEligible,
            BackedUp = data.IsBackedUp,
            UserVerified = data.UserVerified,
        };
    }

    /// <summary>Judges the use of a passkey.</summary>
    /// <param name="answer">The browser's.</param>
    /// <param name="ceremony">What it was asked.</param>
    /// <param name="passkey">The one that the answer names.</param>
    /// <param name="ownerHandle">The handle of the passkey's owner.</param>
    /// <param name="verifyUser">Whether PIN, finger or face is a must.</param>
    /// <exception cref="ApiError">PasskeyRefused, with the reason for the audit log; PossiblyClonedKey when the counter went back.</exception>
    public async Task<PasskeyUse> Authenticate(
        PasskeyAssertion answer, Ceremony ceremony, Passkey passkey, byte[] ownerHandle, bool verifyUser)
    {
        ClientData.Check(answer.ClientData, "webauthn.get", ceremony.Challenge, rp.Origin);
        if (!answer.CredentialId.AsSpan().SequenceEqual(passkey.CredentialId))
            throw PasskeyErrors.Refused("credential id is another");
        if (answer.UserHandle is { } handle && !handle.AsSpan().SequenceEqual(ownerHandle))
            throw PasskeyErrors.Refused("user handle is another's");

        var raw = new AuthenticatorAssertionRawResponse
        {
            Id = System.Buffers.Text.Base64Url.EncodeToString(answer.CredentialId),
            RawId = answer.CredentialId,
            Type = PublicKeyCredentialType.PublicKey,
            Response = new AuthenticatorAssertionRawResponse.AssertionResponse
            {
                AuthenticatorData = answer.AuthenticatorData,
                ClientDataJson = answer.ClientData,
                Signature = answer.Signature,
                UserHandle = answer.UserHandle,
            },
            ClientExtensionResults = new AuthenticationExtensionsClientOutputs(),    // so that no "appid" changes what is compared
        };
        var options = Request(ceremony, [passkey], verifyUser);
        var data = await Judge(async () =>
        {
            await _fido.MakeAssertionAsync(new MakeAssertionParams
            {
                AssertionResponse = raw,
                OriginalOptions = options,
                StoredPublicKey = passkey.PublicKey,
                StoredSignatureCounter = 0,    // judged below, where 0 after more than 0 is going back too
                IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true),    // compared above
            });
            return AuthenticatorData.Parse(answer.AuthenticatorData);
        });

        if (data.IsBackupEligible != passkey.BackupEligible)
            throw PasskeyErrors.Refused("backup eligibility has changed");
        // Section 7.2, step 22. Last, when the signature is known to be right: only the key itself can say so.
        if ((data.SignCount != 0 || passkey.SignCount != 0) && data.SignCount <= passkey.SignCount)
            throw PasskeyErrors.PossiblyCloned(passkey.SignCount, data.SignCount);
        return new PasskeyUse(data.SignCount, data.IsBackedUp, data.UserVerified);
    }

    // The library reads the first thing that it finds.
    private static void CheckEnd(byte[] attestationObject)
    {
        var reader = new CborReader(attestationObject, CborConformanceMode.Lax);
        reader.SkipValue();
        if (reader.BytesRemaining > 0)
            throw PasskeyErrors.Refused("bytes after the attestation object");
    }

    /// <summary>Runs the library. Whatever it throws at bytes that anybody may send is a refusal, and no failure of ours.</summary>
    private static async Task<T> Judge<T>(Func<Task<T>> library)
    {
        try
        {
            return await library();
        }
        catch (ApiError)
        {
            throw;
        }
        catch (Fido2VerificationException e)
        {
            throw PasskeyErrors.Refused(e.Code.ToString());
        }
#pragma warning disable CA1031 // see above: it parses CBOR, certificates and keys out of the caller's hands
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw PasskeyErrors.Refused($"malformed: {e.GetType().Name}");
        }
    }

    private static PublicKeyCredentialDescriptor Descriptor(Passkey passkey) => new(
        PublicKeyCredentialType.PublicKey, passkey.CredentialId,
        [.. passkey.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Transport)]);

    private static AuthenticatorTransport Transport(string name) => name switch
    {
        "ble" => AuthenticatorTransport.Ble,
        "hybrid" => AuthenticatorTransport.Hybrid,
        "internal" => AuthenticatorTransport.Internal,
        "nfc" => AuthenticatorTransport.Nfc,
        "smart-card" => AuthenticatorTransport.SmartCard,
        _ => AuthenticatorTransport.Usb,
    };

    private CredentialCreateOptions Creation(
        Ceremony ceremony, string userName, string accountName, IReadOnlyList<Passkey> existing, PasskeyRules rules) => new()
        {
            Rp = new PublicKeyCredentialRpEntity(rp.Id, rpName),
            User = new Fido2User { Id = ceremony.UserHandle, Name = $"{userName}@{accountName}", DisplayName = userName },
            Challenge = ceremony.Challenge,
            PubKeyCredParams = Algorithms,
            Timeout = (ulong)Ceremony.Lifetime.TotalMilliseconds,
            Attestation = rules.AsksForModel ? AttestationConveyancePreference.Direct : AttestationConveyancePreference.None,
            AuthenticatorSelection = new AuthenticatorSelection
            {
                ResidentKey = ResidentKeyRequirement.Preferred,
                UserVerification = UserVerificationRequirement.Preferred,
            },
            ExcludeCredentials = [.. existing.Select(Descriptor)],
        };

    private AssertionOptions Request(Ceremony ceremony, IReadOnlyList<Passkey> allowed, bool verifyUser) => new()
    {
        RpId = rp.Id,
        Challenge = ceremony.Challenge,
        Timeout = (ulong)Ceremony.Lifetime.TotalMilliseconds,
        AllowCredentials = [.. allowed.Select(Descriptor)],
        UserVerification = verifyUser ? UserVerificationRequirement.Required : UserVerificationRequirement.Preferred,
    };
}

/// <summary>What an accepted use of a passkey has told.</summary>
/// <param name="SignCount">Its counter.</param>
/// <param name="BackedUp">Whether it has been copied to other devices of its owner.</param>
/// <param name="UserVerified">Whether it verified its user, by PIN, finger or face: then it is two factors in one.</param>
internal readonly record struct PasskeyUse(uint SignCount, bool BackedUp, bool UserVerified);

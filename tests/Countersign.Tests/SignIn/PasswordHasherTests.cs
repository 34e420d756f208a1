using Countersign.SignIn;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

public sealed class PasswordHasherTests
{
    [Fact]
    public async Task A_hash_of_the_reference_implementation_is_understood()
    {
        // Argon2id v19, m=19456 t=2 p=1, salt 00..0f, "password": computed with the reference C library (argon2-cffi).
        var phc = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$"
            + Convert.ToBase64String(Convert.FromHexString("39903a34cd393876436e671cd690dfe8ab9ce7b13459a7e04ec0e4f0694ddb0d")).TrimEnd('=');
        using var hasher = new PasswordHasher();

        Assert.Equal(PasswordVerdict.Right, await hasher.Verify(Passwords.Of("password"), phc));
        Assert.Equal(PasswordVerdict.Wrong, await hasher.Verify(Passwords.Of("Password"), phc));
    }

    [Fact]
    public async Task A_hash_with_less_work_is_right_but_to_be_hashed_again()
    {
        using var hasher = new PasswordHasher();
        var now = await hasher.Hash(Passwords.First);
        var cheap = NSec.Cryptography.PasswordBasedKeyDerivationAlgorithm.Argon2id(
            new NSec.Cryptography.Argon2Parameters { DegreeOfParallelism = 1, MemorySize = 7168, NumberOfPasses = 2 });
        var salt = new byte[16];
        var bytes = cheap.DeriveBytes("Correct-Horse-1"u8, salt, 32);
        var old = $"$argon2id$v=19$m=7168,t=2,p=1${Convert.ToBase64String(salt).TrimEnd('=')}${Convert.ToBase64String(bytes).TrimEnd('=')}";

        Assert.Equal(PasswordVerdict.Right, await hasher.Verify(Passwords.First, now));
        Assert.Equal(PasswordVerdict.RightButOldHash, await hasher.Verify(Passwords.First, old));
    }

    [Fact]
    public async Task No_hash_to_compare_with_is_as_much_work_and_always_wrong()
    {
        using var hasher = new PasswordHasher();

        Assert.Equal(PasswordVerdict.Wrong, await hasher.Verify(Passwords.First, null));

        Assert.Equal(1, hasher.Computed);
    }
}

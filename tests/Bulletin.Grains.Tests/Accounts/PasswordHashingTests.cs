using Bulletin.Grains.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bulletin.Grains.Tests.Accounts;

public sealed class PasswordHashingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_finds_the_queue_full_is_told_so_at_once()
    {
        using var hashing = Hashing(accounts => (accounts.ConcurrentHashes, accounts.WaitingHashes, accounts.PasswordIterations) = (1, 1, 300_000));
        var running = hashing.Hash("first", Cancel);
        var waiting = hashing.Hash("second", Cancel);

        var refused = hashing.Hash("third", Cancel);
        Assert.True(refused.IsCompleted);
        Assert.Null(await refused);

        Assert.NotNull(await running);
        Assert.NotNull(await waiting);
        Assert.NotNull(await hashing.Hash("fourth", Cancel));
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_queue()
    {
        using var hashing = Hashing(accounts => (accounts.ConcurrentHashes, accounts.WaitingHashes, accounts.PasswordIterations) = (1, 1, 300_000));
        using CancellationTokenSource impatient = new();
        var running = hashing.Hash("first", Cancel);
        var waiting = hashing.Hash("second", impatient.Token);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.NotNull(await hashing.Hash("third", Cancel));
        Assert.NotNull(await running);
    }

    [Fact]
    public async Task The_right_password_is_told_from_wrong_ones_and_nobody_has_one()
    {
        using var hashing = Hashing(accounts => accounts.PasswordIterations = 1_000);
        var hash = await hashing.Hash("pässwörd 🔑", Cancel);
        Assert.Equal(PasswordVerdict.Right, await hashing.Verify(hash, "pässwörd 🔑", Cancel));
        Assert.Equal(PasswordVerdict.Wrong, await hashing.Verify(hash, "passwörd 🔑", Cancel));
        Assert.Equal(PasswordVerdict.Wrong, await hashing.Verify(null, "pässwörd 🔑", Cancel));
        Assert.NotEqual(hash, await hashing.Hash("pässwörd 🔑", Cancel));
    }

    [Fact]
    public void A_silo_does_not_start_with_hashes_that_are_too_cheap()
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Accounts:PasswordIterations"] = "99999",
                ["Accounts:AllowFewIterations"] = "true",
            }).Build())
            .AddAccounts().BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains("PasswordIterations", failure.Message, StringComparison.Ordinal);
    }

    private static PasswordHashing Hashing(Action<AccountOptions> configure)
    {
        AccountOptions options = new();
        configure(options);
        return new(Options.Create(options));
    }
}

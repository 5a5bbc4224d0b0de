using Bulletin.Grains.Accounts;
using Bulletin.Grains.Accounts.Passwords;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bulletin.Grains.Tests.Accounts;

public sealed class PasswordHashingTests
{
    private readonly HashingGate _gate = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_finds_the_queue_full_is_told_so_at_once()
    {
        var hashing = Hashing(accounts => (accounts.ConcurrentHashes, accounts.WaitingHashes, accounts.PasswordIterations) = (1, 1, 1_000));
        using var held = _gate.Hold();
        var running = hashing.Hash("first", "here", Cancel);
        var waiting = hashing.Hash("second", "here", Cancel);

        var refused = hashing.Hash("third", "here", Cancel);
        Assert.True(refused.IsCompleted);
        Assert.Null(await refused);

        held.Dispose();
        Assert.NotNull(await running);
        Assert.NotNull(await waiting);
        Assert.NotNull(await hashing.Hash("fourth", "here", Cancel));
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_queue()
    {
        var hashing = Hashing(accounts => (accounts.ConcurrentHashes, accounts.WaitingHashes, accounts.PasswordIterations) = (1, 1, 1_000));
        using var held = _gate.Hold();
        using CancellationTokenSource impatient = new();
        var running = hashing.Hash("first", "here", Cancel);
        var waiting = hashing.Hash("second", "here", impatient.Token);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var third = hashing.Hash("third", "here", Cancel);
        Assert.False(third.IsCompleted);

        held.Dispose();
        Assert.NotNull(await running);
        Assert.NotNull(await third);
    }

    [Fact]
    public async Task One_address_that_floods_the_queue_delays_itself_and_nobody_else()
    {
        var hashing = Hashing(accounts => (accounts.ConcurrentHashes, accounts.WaitingHashes, accounts.PasswordIterations) = (1, 8, 1_000));
        using var held = _gate.Hold();
        Task<string?>[] flood = [.. Enumerable.Range(0, 6).Select(n => hashing.Hash($"flood {n}", "flood", Cancel))];
        Task<string?>[] others = [hashing.Hash("ada", "ada", Cancel), hashing.Hash("lin", "lin", Cancel)];
        held.Dispose();

        // One runs and a quarter of the queue waits; then each has a turn.
        var hashes = await Task.WhenAll(flood);
        Assert.Equal([true, true, true, false, false, false], hashes.Select(hash => hash is not null));
        foreach (var other in others) Assert.NotNull(await other);
        string[] turns = ["flood 0", "flood 1", "ada", "lin", "flood 2"];
        Assert.Equal(turns, _gate.Hashed.Where(turns.Contains));
    }

    [Fact]
    public async Task The_right_password_is_told_from_wrong_ones_and_nobody_has_one()
    {
        var hashing = Hashing(accounts => accounts.PasswordIterations = 1_000);
        var hash = await hashing.Hash("pässwörd 🔑", "here", Cancel);
        Assert.Equal(PasswordVerdict.Right, await hashing.Verify(hash, "pässwörd 🔑", "here", Cancel));
        Assert.Equal(PasswordVerdict.Wrong, await hashing.Verify(hash, "passwörd 🔑", "here", Cancel));
        Assert.Equal(PasswordVerdict.Wrong, await hashing.Verify(null, "pässwörd 🔑", "here", Cancel));
        Assert.NotEqual(hash, await hashing.Hash("pässwörd 🔑", "here", Cancel));
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

    private PasswordHashing Hashing(Action<AccountOptions> configure)
    {
        AccountOptions options = new();
        configure(options);
        return new(Options.Create(options), new GatedHasher(PasswordHashing.Hasher(Options.Create(options)), _gate));
    }
}

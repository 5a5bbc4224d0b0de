using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// Here: the account itself. Passwords and sessions are in the files beside it. Whatever changes something has its turn, so that
/// two sign-ups or two refreshes can't cross. The checks of each request wait for none of them, and nobody waits for a password
/// to be hashed: that takes long, and is done before the turn.
/// </summary>
internal sealed partial class AccountGrain : Grain, IAccountGrain, IDisposable
{
    private static readonly int[] ClosedNameDigits = [8, 24];

    private readonly IUserStore _users;
    private readonly DiskSpace _disk;
    private readonly PasswordHashing _passwords;
    private readonly AccountOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<AccountGrain> _logger;
    private readonly AccountSessions _sessions;
    private readonly FailedAttempts _failures;
    private readonly FailedAttempts _guessesOfSessions;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _signingUp = new(1);
    private readonly AccountRow _row;

    public AccountGrain(
        [FromKeyedServices(GrainStorage.Name)] IGrainStorage storage,
        IUserStore users,
        DiskSpace disk,
        PasswordHashing passwords,
        IOptions<AccountOptions> options,
        TimeProvider clock,
        ILogger<AccountGrain> logger)
    {
        _users = users;
        _disk = disk;
        _passwords = passwords;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _sessions = new(storage, this.GetGrainId());
        _failures = new(_options.AttemptLimit, _options.AttemptLimitOverall, _options.AttemptWindow, clock);
        // Apart, so that strangers who guess can't keep the owner, who is signed in, from changing the password.
        _guessesOfSessions = new(_options.AttemptLimit, int.MaxValue, _options.AttemptWindow, clock);
        _row = new(Key, users, _options.RowFreshness, clock);
    }

    public void Dispose()
    {
        _turn.Dispose();
        _signingUp.Dispose();
    }

    private string Key => this.GetPrimaryKeyString();

    public async Task<Outcome<User>> SignUp(SignUp command, CancellationToken cancellationToken)
    {
        if (!Usernames.IsValid(command.Username) || Usernames.Key(command.Username) != Key)
            throw new ArgumentException("The username is not this account's.", nameof(command));
        if (_disk.Short() is { } later) return new(null, Refusal.Busy, later);
        // One at a time: only the first of many has its password hashed.
        using var signingUp = await In(_signingUp, cancellationToken);
        if (Usernames.IsReserved(Key)) return Refusal.UsernameReserved;
        if (await Account(cancellationToken) is not null) return Refusal.UsernameTaken;
        if (await LooksLikeAnother(command.Username, cancellationToken)) return Refusal.UsernameTaken;
        if (command.DisplayName is { } name && await IsSomebodysName(name, cancellationToken)) return Refusal.DisplayNameTaken;
        if (await _passwords.Hash(command.Password, command.Address, cancellationToken) is not { } hash) return Refusal.Busy;

        using var turn = await Turn(cancellationToken);
        var user = new User(Guid.CreateVersion7(_clock.GetUtcNow()), command.Username, command.DisplayName ?? command.Username, Now());
        var account = new StoredAccount(user, hash, IsModerator: false);
        if (!await Write(_users.Create(account, CancellationToken.None)))
        {
            _row.Forget();
            return Refusal.UsernameTaken;
        }
        _row.Set(account);
        LogSignedUp(user.Id);
        return user;
    }

    public async Task<Outcome<User>> Profile(CancellationToken cancellationToken) =>
        await Account(cancellationToken) is { } account ? account.User : Refusal.UserNotFound;

    public async Task<Outcome<User>> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken)
    {
        using var turn = await Turn(cancellationToken);
        if (await AccountOf(userId, cancellationToken) is not { } account) return Refusal.UserNotFound;
        if (await IsSomebodysName(displayName, cancellationToken)) return Refusal.DisplayNameTaken;
        if (!await Write(_users.ChangeDisplayName(userId, displayName, CancellationToken.None)))
        {
            _row.Forget();
            return Refusal.UserNotFound;
        }
        var user = account.User with { DisplayName = displayName };
        _row.Set(account with { User = user });
        return user;
    }

    public async Task<Outcome<Done>> Close(Guid userId, CancellationToken cancellationToken)
    {
        using var turn = await Turn(cancellationToken);
        if (await AccountOf(userId, cancellationToken) is null) return Refusal.UserNotFound;

        // From this write on no session of the account is good, as there is no row to go with it.
        var found = await Write(_users.Anonymise(userId, await FreeClosedName(userId), "Deleted user", _clock.GetUtcNow() + _options.FreedNamesRest, CancellationToken.None));
        _row.Set(null);
        _failures.Clear();
        await ForgetSessions(userId);
        if (found) LogClosed(userId);
        return found ? Done.It : Refusal.UserNotFound;
    }

    /// <summary>Whether a name reads as somebody else's username, as if they had written. One's own is one's own, whatever looks like it.</summary>
    private async Task<bool> IsSomebodysName(string read, CancellationToken cancellationToken) =>
        LookAlikes.Fold(read) != Key && await LooksLikeAnother(read, cancellationToken);

    private async Task<bool> LooksLikeAnother(string name, CancellationToken cancellationToken) =>
        (await _users.FindAlike(name, cancellationToken)).Any(alike => alike != Key);

    private Task<IDisposable> Turn(CancellationToken cancellationToken) => In(_turn, cancellationToken);

    private static async Task<IDisposable> In(SemaphoreSlim turn, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        return new Ending(turn);
    }

    private sealed class Ending(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }

    private async Task<string> FreeClosedName(Guid userId)
    {
        foreach (var digits in ClosedNameDigits)
        {
            var name = Usernames.OfClosed(userId, digits);
            if (await _users.Find(name, CancellationToken.None) is null) return name;
        }
        throw new InvalidOperationException($"There is no free name for the closed account {userId}.");
    }

    /// <summary>Null too for a key that is no username, which sign-in may well try.</summary>
    private ValueTask<StoredAccount?> Account(CancellationToken cancellationToken) =>
        Usernames.IsValid(Key) ? _row.Read(cancellationToken) : ValueTask.FromResult<StoredAccount?>(null);

    /// <summary>The account while it is still this user's: the name may have been given up and taken by another.</summary>
    private async ValueTask<StoredAccount?> AccountOf(Guid userId, CancellationToken cancellationToken) =>
        await Account(cancellationToken) is { } account && account.User.Id == userId ? account : null;

    /// <summary>Writes are not cancelled with their caller: half of them would be of unknown outcome.</summary>
    private async Task<bool> Write(Task<bool> write)
    {
        try
        {
            return await write;
        }
        catch (StorageUnavailableException)
        {
            _row.Forget();
            throw;
        }
    }

    /// <summary>As storage keeps it, so that an answer is the same before and after a restart.</summary>
    private DateTimeOffset Now()
    {
        var now = _clock.GetUtcNow();
        return new(now.Ticks - now.Ticks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }

    [LoggerMessage(LogLevel.Information, "User {UserId} signed up")]
    private partial void LogSignedUp(Guid userId);

    [LoggerMessage(LogLevel.Information, "User {UserId} closed their account")]
    private partial void LogClosed(Guid userId);
}

using Bulletin.Grains.Accounts.Passwords;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// The account itself; passwords, sessions and what admins do are in the files beside this one. Changes are serialised by a turn, so that two
/// sign-ups or two refreshes can't interleave. Session checks don't wait for the turn. Passwords are hashed before the turn is
/// taken, because hashing is slow.
/// </summary>
internal sealed partial class AccountGrain : Grain, IAccountGrain, IDisposable
{
    private static readonly int[] ClosedNameDigits = [8, 24];
    private static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(1);

    private readonly IUserStore _users;
    private readonly SiteSettingsFeed _settings;
    private readonly IInvitedPeople _invited;
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
    private DateTimeOffset? _seenAt;

    public AccountGrain(
        [FromKeyedServices(GrainStorage.Name)] IGrainStorage storage,
        IUserStore users,
        SiteSettingsFeed settings,
        IInvitedPeople invited,
        DiskSpace disk,
        PasswordHashing passwords,
        IOptions<AccountOptions> options,
        TimeProvider clock,
        ILogger<AccountGrain> logger)
    {
        _users = users;
        _settings = settings;
        _invited = invited;
        _disk = disk;
        _passwords = passwords;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _sessions = new(storage, this.GetGrainId());
        _failures = new(_options.AttemptLimit, _options.AttemptLimitOverall, _options.AttemptWindow, clock);
        // Counted separately, so that strangers who guess can't keep the signed-in owner from changing the password.
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
        RequireOwnName(command.Username);
        if (_disk.Short() is { } later) return new(null, Refusal.Busy, later);
        // One at a time: of many concurrent sign-ups, only the first has its password hashed.
        using var signingUp = await In(_signingUp, cancellationToken);
        if (await WhyNotRegister(command, cancellationToken) is { } why) return new(null, Refusal.RegistrationClosed, Detail: why);
        if (await RefusalOf(command.Username, command.DisplayName, cancellationToken) is not Refusal.None and var refused) return refused;
        if (await _passwords.Hash(command.Password, command.Address, cancellationToken) is not { } hash) return Refusal.Busy;

        using var turn = await Turn(cancellationToken);
        var account = new StoredAccount(NewUser(command.Username, command.DisplayName), hash);
        var added = await Add(account, _users.Create(account, audit: null, CancellationToken.None));
        if (added.Value is { } user) LogSignedUp(user.Id);
        return added;
    }

    private void RequireOwnName(string username)
    {
        if (!Usernames.IsValid(username) || Usernames.Key(username) != Key) throw new ArgumentException("The username is not this account's.", nameof(username));
    }

    /// <returns>Null if they may.</returns>
    private async Task<string?> WhyNotRegister(SignUp command, CancellationToken cancellationToken) => (await _settings.Read(cancellationToken)).Registration switch
    {
        Registration.Open => null,
        Registration.Invite when command.InvitationHash is { } token && await _invited.IsInvited(token, cancellationToken) => null,
        Registration.Invite => "This site takes new accounts only from people who have an invitation that can be used.",
        _ => "This site takes no new accounts.",
    };

    /// <summary>Why nobody may begin an account under these names; <see cref="Refusal.None"/> if somebody may.</summary>
    private async Task<Refusal> RefusalOf(string username, string? displayName, CancellationToken cancellationToken)
    {
        if (Usernames.IsReserved(Key)) return Refusal.UsernameReserved;
        if (await Account(cancellationToken) is not null) return Refusal.UsernameTaken;
        if (await LooksLikeAnother(username, cancellationToken)) return Refusal.UsernameTaken;
        return displayName is not null && await IsSomebodysName(displayName, cancellationToken) ? Refusal.DisplayNameTaken : Refusal.None;
    }

    private User NewUser(string username, string? displayName) => new(Guid.CreateVersion7(_clock.GetUtcNow()), username, displayName ?? username, Now());

    /// <summary>The caller must hold the turn.</summary>
    private async Task<Outcome<User>> Add(StoredAccount account, Task<bool> create)
    {
        if (!await Write(create))
        {
            _row.Forget();
            return Refusal.UsernameTaken;
        }
        _row.Set(account);
        return account.User;
    }

    public async Task<Outcome<User>> Profile(CancellationToken cancellationToken) =>
        await Account(cancellationToken) is { } account ? account.User : Refusal.UserNotFound;

    public async Task<Outcome<User>> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken)
    {
        using var turn = await Turn(cancellationToken);
        if (await Stored(cancellationToken) is not { } account || account.User.Id != userId) return Refusal.UserNotFound;
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
        var outcome = await Leave(userId, audit: null);
        if (outcome.Value is not null) LogClosed(userId);
        return outcome;
    }

    /// <summary>Anonymises the account. The caller must hold the turn.</summary>
    private async Task<Outcome<Done>> Leave(Guid userId, AuditEntry? audit)
    {
        // This write invalidates every session of the account, as its row is gone.
        var written = await Write(_users.Anonymise(
            userId, await FreeClosedName(userId), "Deleted user", _clock.GetUtcNow() + _options.FreedNamesRest, audit, CancellationToken.None));
        if (written == AccountWrite.LastAdmin) return Refusal.LastAdmin;
        _row.Set(null);
        _failures.Clear();
        _seenAt = null;
        await ForgetSessions(userId);
        return written == AccountWrite.Done ? Done.It : Refusal.UserNotFound;
    }

    /// <summary>
    /// Whether a name reads as another user's username and would pass for them. A user's own username is always allowed.
    /// </summary>
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

    /// <summary>Also null if the key is not a valid username, which a sign-in may contain.</summary>
    private ValueTask<StoredAccount?> Account(CancellationToken cancellationToken) =>
        Usernames.IsValid(Key) ? _row.Read(cancellationToken) : ValueTask.FromResult<StoredAccount?>(null);

    /// <summary>
    /// The account, if it still belongs to this user: the username may have been released and taken by another.
    /// </summary>
    private async ValueTask<StoredAccount?> AccountOf(Guid userId, CancellationToken cancellationToken) =>
        await Account(cancellationToken) is { } account && account.User.Id == userId ? account : null;

    /// <summary>
    /// The account from storage, for whoever writes the row or puts it into the cache again: an operator may have changed it since it was cached.
    /// The caller must hold the turn.
    /// </summary>
    private async Task<StoredAccount?> Stored(CancellationToken cancellationToken)
    {
        if (!Usernames.IsValid(Key)) return null;
        var stored = await _users.Find(Key, cancellationToken);
        _row.Set(stored);
        return stored;
    }

    /// <summary>Writes are not cancelled with their caller: a cancelled write would have an unknown outcome.</summary>
    private async Task<T> Write<T>(Task<T> write)
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

    /// <summary>At storage precision, so that an answer is the same before and after a restart.</summary>
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

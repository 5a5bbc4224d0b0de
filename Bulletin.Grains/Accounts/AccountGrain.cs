using Bulletin.Grains.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// Here: the account itself. Passwords and sessions are in the files beside it. Its calls run one after the other, so that two
/// sign-ups or two refreshes can't cross; the checks of each request interleave and wait for none of them.
/// </summary>
internal sealed partial class AccountGrain : Grain, IAccountGrain
{
    private static readonly int[] ClosedNameDigits = [8, 24];

    private readonly IUserStore users;
    private readonly PasswordHashing passwords;
    private readonly AccountOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<AccountGrain> logger;
    private readonly AccountSessions sessions;
    private readonly FailedAttempts failures;
    private readonly AccountRow row;

    public AccountGrain(
        [PersistentState("sessions", BulletinStorage.Name)] IPersistentState<SessionsDocument> document,
        IUserStore users,
        PasswordHashing passwords,
        IOptions<AccountOptions> options,
        TimeProvider clock,
        ILogger<AccountGrain> logger)
    {
        this.users = users;
        this.passwords = passwords;
        this.options = options.Value;
        this.clock = clock;
        this.logger = logger;
        sessions = new(document);
        failures = new(this.options.AttemptLimit, this.options.AttemptWindow, clock);
        row = new(Key, users, this.options.RowFreshness, clock);
    }

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        sessions.TakeOver();
        return Task.CompletedTask;
    }

    public async Task<Outcome<User>> SignUp(SignUp command, CancellationToken cancellationToken)
    {
        if (!Usernames.IsValid(command.Username) || Usernames.Key(command.Username) != Key)
            throw new ArgumentException("The user name is not this account's.", nameof(command));
        if (Usernames.IsReserved(Key) || await Account(cancellationToken) is not null) return Refusal.UsernameTaken;
        if (await passwords.Hash(command.Password, cancellationToken) is not { } hash) return Refusal.Busy;

        var user = new User(Guid.CreateVersion7(clock.GetUtcNow()), command.Username, command.DisplayName ?? command.Username, Now());
        var account = new StoredAccount(user, hash, IsModerator: false);
        if (!await Write(users.Create(account, CancellationToken.None)))
        {
            row.Forget();
            return Refusal.UsernameTaken;
        }
        row.Set(account);
        LogSignedUp(user.Id);
        return user;
    }

    public async Task<Outcome<User>> Profile(CancellationToken cancellationToken) =>
        await Account(cancellationToken) is { } account ? account.User : Refusal.UserNotFound;

    public async Task<Outcome<User>> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken)
    {
        if (await AccountOf(userId, cancellationToken) is not { } account) return Refusal.UserNotFound;
        if (!await Write(users.ChangeDisplayName(userId, displayName, CancellationToken.None)))
        {
            row.Forget();
            return Refusal.UserNotFound;
        }
        var user = account.User with { DisplayName = displayName };
        row.Set(account with { User = user });
        return user;
    }

    public async Task<Outcome<Done>> Close(Guid userId, CancellationToken cancellationToken)
    {
        if (await AccountOf(userId, cancellationToken) is null) return Refusal.UserNotFound;

        // From this write on no session of the account is good, as there is no row to go with it.
        var found = await Write(users.Anonymise(userId, await FreeClosedName(userId), "Deleted user", CancellationToken.None));
        row.Set(null);
        failures.Forget();
        await ForgetSessions(userId);
        if (found) LogClosed(userId);
        return found ? Done.It : Refusal.UserNotFound;
    }

    private async Task<string> FreeClosedName(Guid userId)
    {
        foreach (var digits in ClosedNameDigits)
        {
            var name = Usernames.OfClosed(userId, digits);
            if (await users.Find(name, CancellationToken.None) is null) return name;
        }
        throw new InvalidOperationException($"No name is free for the closed account {userId}.");
    }

    /// <summary>Null too for a key that is no user name, which sign-in may well try.</summary>
    private ValueTask<StoredAccount?> Account(CancellationToken cancellationToken) =>
        Usernames.IsValid(Key) ? row.Read(cancellationToken) : ValueTask.FromResult<StoredAccount?>(null);

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
            row.Forget();
            throw;
        }
    }

    /// <summary>As storage keeps it, so that an answer is the same before and after a restart.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return new(now.Ticks - now.Ticks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }

    [LoggerMessage(LogLevel.Information, "User {UserId} signed up")]
    private partial void LogSignedUp(Guid userId);

    [LoggerMessage(LogLevel.Information, "User {UserId} closed their account")]
    private partial void LogClosed(Guid userId);
}

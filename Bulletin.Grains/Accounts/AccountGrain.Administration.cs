using Bulletin.Grains.Audit;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Accounts;

/// <summary>What admins do to the account, and the link that lets its owner set a forgotten password.</summary>
internal sealed partial class AccountGrain
{
    /// <summary>How often a change is decided anew when an operator was faster.</summary>
    private const int Attempts = 3;

    public Task<Outcome<User>> Create(CreateAccount command, CancellationToken cancellationToken)
    {
        RequireOwnName(command.Username);
        return ByAdmin<User>(command.Actor, async () =>
        {
            if (_disk.Short() is { } later) return new(null, Refusal.Busy, later);
            if (await RefusalOf(command.Username, command.DisplayName, cancellationToken) is not Refusal.None and var refused) return refused;
            var account = new StoredAccount(NewUser(command.Username, command.DisplayName), PasswordHash: "", command.Role);
            var expiresAt = Milliseconds.Cut(command.ExpiresAt);
            AuditEntry[] acts = [Act(command.Actor, AuditActions.UserCreated, account, null, Facts(account)), ResetBegun(command.Actor, account, expiresAt)];
            return await Add(account, _users.CreateFor(account, command.TokenHash, expiresAt, acts, CancellationToken.None));
        }, cancellationToken);
    }

    public async Task<Outcome<Done>> Administer(AdministerAccount command, CancellationToken cancellationToken)
    {
        Outcome<Done> outcome;
        var attempts = 0;
        do outcome = await OnAccount(command.UserId, command.Actor, stored => Change(stored, command, cancellationToken), cancellationToken);
        while (outcome.Refusal == Refusal.Conflict && ++attempts < Attempts);
        return outcome;
    }

    /// <returns><see cref="Refusal.Conflict"/> if an operator has changed the account since it was read.</returns>
    private async Task<Outcome<Done>> Change(StoredAccount stored, AdministerAccount command, CancellationToken cancellationToken)
    {
        // A suspension that is over is none.
        var account = stored.IsSuspended(_clock.GetUtcNow()) ? stored : stored with { Suspension = null };
        var next = Changed(account, command);
        if (next != account)
        {
            var name = next.User.DisplayName;
            if (name != account.User.DisplayName && await IsSomebodysName(name, cancellationToken)) return Refusal.DisplayNameTaken;

            // A suspension is in force with this write: the row refuses all sessions.
            var written = await Write(_users.Administer(stored, next, Acts(command.Actor, account, next), CancellationToken.None));
            if (written != AccountWrite.Done)
            {
                _row.Forget();
                return written switch { AccountWrite.LastAdmin => Refusal.LastAdmin, AccountWrite.Conflict => Refusal.Conflict, _ => Refusal.UserNotFound };
            }
            _row.Set(next);
            LogAdministered(command.UserId, command.Actor.User.Id);
        }
        // Also when it is lifted, or as it was: sessions that could not be deleted before must not come back.
        if (command.Suspend is not null || next.Suspension != account.Suspension) await ForgetSessions(command.UserId);
        return Done.It;
    }

    public Task<Outcome<Done>> EndSessions(Guid userId, Actor actor, CancellationToken cancellationToken) =>
        OnAccount(userId, actor, async account =>
        {
            // Sessions are in grain storage, which has no transaction in common with the audit log. In this order, a failure between
            // the two leaves an entry for sessions that are still there, and a retry ends them; in the other, an act without an entry.
            await Write(_users.DropReset(userId, Act(actor, AuditActions.UserSessionsEnded, account, null, null), CancellationToken.None));
            await EndAll(userId);
            return Done.It;
        }, cancellationToken);

    public Task<Outcome<Done>> Remove(Guid userId, Actor actor, CancellationToken cancellationToken) =>
        OnAccount(userId, actor, async account =>
        {
            var outcome = await Leave(userId, Act(actor, AuditActions.UserRemoved, account, Facts(account), null));
            if (outcome.Value is not null) LogRemoved(userId, actor.User.Id);
            return outcome;
        }, cancellationToken);

    public Task<Outcome<Done>> BeginReset(BeginReset command, CancellationToken cancellationToken) =>
        OnAccount(command.UserId, command.Actor, async account =>
        {
            var expiresAt = Milliseconds.Cut(command.ExpiresAt);
            var act = ResetBegun(command.Actor, account, expiresAt);
            return await Write(_users.BeginReset(command.UserId, command.TokenHash, expiresAt, act, CancellationToken.None)) ? Done.It : Refusal.UserNotFound;
        }, cancellationToken);

    public async Task<Outcome<User>> ResetPassword(ResetPassword command, CancellationToken cancellationToken)
    {
        if (await _passwords.Hash(command.NewPassword, command.Address, cancellationToken) is not { } hash) return Refusal.Busy;

        using var turn = await Turn(cancellationToken);
        var now = Now();
        // A link that can't be used must not end sessions.
        if (await Stored(cancellationToken) is not { PasswordHash: not null } account
            || await _users.FindReset(command.TokenHash, now, cancellationToken) != Key) return Refusal.ResetNotFound;
        // Sessions first, as when a password is changed.
        await EndAll(account.User.Id);
        if (!await Write(_users.EndReset(account.User.Id, command.TokenHash, now, hash, CancellationToken.None))) return Refusal.ResetNotFound;
        _row.Set(account with { PasswordHash = hash });
        _failures.Clear();
        LogPasswordReset(account.User.Id);
        return account.User;
    }

    /// <summary>The only place that decides who may administer accounts.</summary>
    private async Task<Outcome<T>> ByAdmin<T>(Actor actor, Func<Task<Outcome<T>>> act, CancellationToken cancellationToken) where T : class
    {
        if (!actor.IsAdmin) return Refusal.NotAllowed;
        using var turn = await Turn(cancellationToken);
        return await act();
    }

    private Task<Outcome<Done>> OnAccount(Guid userId, Actor actor, Func<StoredAccount, Task<Outcome<Done>>> act, CancellationToken cancellationToken) =>
        ByAdmin<Done>(actor, async () => await Stored(cancellationToken) is { PasswordHash: not null } account && account.User.Id == userId
            ? await act(account) : Refusal.UserNotFound, cancellationToken);

    private StoredAccount Changed(StoredAccount account, AdministerAccount command) => account with
    {
        User = account.User with { DisplayName = command.DisplayName ?? account.User.DisplayName },
        Role = command.Role ?? account.Role,
        Suspension = command switch
        {
            { Lift: true } => null,
            { Suspend: { } suspend } => new(
                account.Suspension?.Since ?? Now(),
                suspend.Until is { } until ? Milliseconds.Cut(until) : null,
                suspend.Reason),
            _ => account.Suspension,
        },
    };

    private List<AuditEntry> Acts(Actor actor, StoredAccount was, StoredAccount became)
    {
        List<AuditEntry> acts = [];
        if (was.User != became.User)
            acts.Add(Act(actor, AuditActions.UserRenamed, was, new { was.User.DisplayName }, new { became.User.DisplayName }));
        if (was.Role != became.Role)
            acts.Add(Act(actor, AuditActions.UserRoleChanged, was, new { was.Role }, new { became.Role }));
        if (was.Suspension != became.Suspension)
            acts.Add(Act(actor, became.Suspension is null ? AuditActions.UserSuspensionLifted : AuditActions.UserSuspended, was, was.Suspension, became.Suspension));
        return acts;
    }

    private AuditEntry Act(Actor actor, string action, StoredAccount account, object? before, object? after) =>
        actor.Did(action, AuditTarget.User(account.User.Id, account.User.Username), before, after, _clock.GetUtcNow());

    private AuditEntry ResetBegun(Actor actor, StoredAccount account, DateTimeOffset expiresAt) =>
        Act(actor, AuditActions.UserPasswordResetBegun, account, null, new { expiresAt });

    private static object Facts(StoredAccount account) => new { account.User.Username, account.User.DisplayName, account.Role };

    [LoggerMessage(LogLevel.Information, "Admin {AdminId} changed the account of user {UserId}")]
    private partial void LogAdministered(Guid userId, Guid adminId);

    [LoggerMessage(LogLevel.Information, "Admin {AdminId} removed the account of user {UserId}")]
    private partial void LogRemoved(Guid userId, Guid adminId);

    [LoggerMessage(LogLevel.Information, "User {UserId} set a new password by a link")]
    private partial void LogPasswordReset(Guid userId);
}

using System.Globalization;
using Bulletin.Grains.Accounts.Passwords;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Accounts;

internal sealed partial class AccountGrain
{
    /// <remarks>Called by gateways of version 0.1.0.</remarks>
    public Task<Outcome<Session>> LogIn(string password, CancellationToken cancellationToken) => LogIn(new LogIn(password, Address: ""), cancellationToken);

    public async Task<Outcome<Session>> LogIn(LogIn command, CancellationToken cancellationToken)
    {
        var (password, address) = (command.Password, command.Address);
        var account = await Account(cancellationToken);
        var attempt = await Try(_failures, address, queue: address, account, password, cancellationToken);
        if (attempt.Refusal != Refusal.None) return new Outcome<Session>(null, attempt.Refusal, attempt.RetryAfter);
        // Rehash with the current settings while the password is at hand. A failure to do so is no reason to refuse the sign-in.
        var renewed = attempt.Outdated ? await _passwords.Hash(password, address, cancellationToken) : null;

        if (await BeginIfAsBefore(command, account!, renewed, cancellationToken) is not { } outcome) return await LogIn(command, cancellationToken);
        if (outcome.Value is not null) await NoteSeen(account!.User.Id);
        return outcome;
    }

    /// <returns>Null if the password may be another one by now.</returns>
    private async Task<Outcome<Session>?> BeginIfAsBefore(LogIn command, StoredAccount verified, string? renewedHash, CancellationToken cancellationToken)
    {
        using var turn = await Turn(cancellationToken);
        if (await AsBefore(verified, cancellationToken) is not { } account) return null;
        // Only the owner learns of the suspension: everybody else has a wrong password.
        if (account.IsSuspended(_clock.GetUtcNow())) return new Outcome<Session>(null, Refusal.AccountSuspended, Detail: Told(account.Suspension!));
        if (renewedHash is not null) account = await HashAnew(account, renewedHash);
        return await Begin(account, command);
    }

    private static string Told(Suspension suspension)
    {
        var until = suspension.Until is { } end ? $" until {end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "";
        return $"Suspended{until}: {suspension.Reason}{(suspension.Reason is [.., '.' or '!' or '?'] ? "" : ".")}";
    }

    public async Task<Outcome<Done>> ChangePassword(
        Guid userId, Guid sessionId, string currentPassword, string newPassword, CancellationToken cancellationToken)
    {
        if (await AccountOf(userId, cancellationToken) is not { } account) return Refusal.UserNotFound;
        var attempt = await Try(_guessesOfSessions, sessionId.ToString(), queue: userId.ToString(), account, currentPassword, cancellationToken);
        if (attempt.Refusal != Refusal.None) return new Outcome<Done>(null, attempt.Refusal, attempt.RetryAfter);
        if (await _passwords.Hash(newPassword, userId.ToString(), cancellationToken) is not { } hash) return Refusal.Busy;

        using var turn = await Turn(cancellationToken);
        if (await AsBefore(account, cancellationToken) is not { } now) return Refusal.Busy;
        if (now.IsSuspended(_clock.GetUtcNow())) return new Outcome<Done>(null, Refusal.AccountSuspended, Detail: Told(now.Suspension!));
        // Sessions first: if the second write fails, the old password is still valid and a retry completes the change. In the
        // other order, a stolen session could survive the change that was meant to end it.
        await EndAllBut(account.User.Id, sessionId);
        if (!await Write(_users.ChangePassword(userId, hash, CancellationToken.None)))
        {
            _row.Forget();
            return Refusal.UserNotFound;
        }
        _row.Set(now with { PasswordHash = hash });
        LogPasswordChanged(userId);
        return Done.It;
    }

    /// <summary>
    /// Passwords are verified outside the turn: meanwhile the account may have been changed, suspended or closed. The caller must hold the turn.
    /// </summary>
    /// <returns>The account as it is now; null if it has another password or is closed.</returns>
    private async Task<StoredAccount?> AsBefore(StoredAccount account, CancellationToken cancellationToken) =>
        await Stored(cancellationToken) is { } now && now.User.Id == account.User.Id && now.PasswordHash == account.PasswordHash ? now : null;

    /// <summary>
    /// Verifies a password. Wrong ones are also counted for unknown usernames; otherwise the limit would reveal which usernames
    /// exist. Past the limit even the right password is refused; otherwise guessing could continue.
    /// </summary>
    private async Task<Attempt> Try(FailedAttempts failures, string source, string queue, StoredAccount? account, string password, CancellationToken cancellationToken)
    {
        if (failures.Wait(source) is { } wait) return new(Refusal.TooManyAttempts, wait);

        failures.Record(source);
        var verdict = PasswordVerdict.Busy;
        try
        {
            // An account without a password yet refuses every password, after the same time as a wrong one.
            var hash = account?.PasswordHash is { Length: > 0 } some ? some : null;
            verdict = await _passwords.Verify(hash, password, queue, cancellationToken);
        }
        finally
        {
            if (verdict == PasswordVerdict.Busy) failures.TakeBack(source);
        }
        if (verdict == PasswordVerdict.Busy) return new(Refusal.Busy);
        if (verdict == PasswordVerdict.Wrong)
        {
            // The counts are in memory: keep the grain from being collected while they matter.
            DelayDeactivation(_options.AttemptWindow + TimeSpan.FromMinutes(1));
            if (account is not null && failures.Wait(source) is not null) LogTooManyAttempts(account.User.Id);
            return new(Refusal.InvalidCredentials);
        }
        failures.Succeeded(source);
        return new(Refusal.None, Outdated: verdict == PasswordVerdict.RightButOutdated);
    }

    /// <summary>The caller must hold the turn.</summary>
    private async Task<StoredAccount> HashAnew(StoredAccount account, string hash)
    {
        try
        {
            if (!await Write(_users.ChangePasswordHash(account.User.Id, hash, CancellationToken.None))) return account;
        }
        catch (StorageUnavailableException unavailable)
        {
            LogNotRehashed(unavailable, account.User.Id);
            return account;
        }
        account = account with { PasswordHash = hash };
        _row.Set(account);
        return account;
    }

    private readonly record struct Attempt(Refusal Refusal, TimeSpan? RetryAfter = null, bool Outdated = false);

    [LoggerMessage(LogLevel.Information, "User {UserId} changed their password")]
    private partial void LogPasswordChanged(Guid userId);

    [LoggerMessage(LogLevel.Warning, "Too many wrong passwords for user {UserId}; further attempts are refused for a while")]
    private partial void LogTooManyAttempts(Guid userId);

    [LoggerMessage(LogLevel.Warning, "Could not rehash the password of user {UserId}; retrying at the next sign-in")]
    private partial void LogNotRehashed(Exception exception, Guid userId);
}

using Bulletin.Grains.Accounts.Passwords;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Accounts;

internal sealed partial class AccountGrain
{
    /// <remarks>Called by gateways of version 0.1.0.</remarks>
    public Task<Outcome<Session>> LogIn(string password, CancellationToken cancellationToken) => LogIn(new LogIn(password, Address: ""), cancellationToken);

    public async Task<Outcome<Session>> LogIn(LogIn command, CancellationToken cancellationToken)
    {
        var (password, address) = command;
        var account = await Account(cancellationToken);
        var attempt = await Try(_failures, address, queue: address, account, password, cancellationToken);
        if (attempt.Refusal != Refusal.None) return new Outcome<Session>(null, attempt.Refusal, attempt.RetryAfter);
        // Rehash with the current settings while the password is at hand. A failure to do so is no reason to refuse the sign-in.
        var renewed = attempt.Outdated ? await _passwords.Hash(password, address, cancellationToken) : null;

        using (await Turn(cancellationToken))
        {
            if (await IsAsBefore(account!, cancellationToken))
            {
                if (renewed is not null) account = await HashAnew(account!, renewed);
                return await Begin(account!);
            }
        }
        return await LogIn(command, cancellationToken);
    }

    public async Task<Outcome<Done>> ChangePassword(
        Guid userId, Guid sessionId, string currentPassword, string newPassword, CancellationToken cancellationToken)
    {
        if (await AccountOf(userId, cancellationToken) is not { } account) return Refusal.UserNotFound;
        var attempt = await Try(_guessesOfSessions, sessionId.ToString(), queue: userId.ToString(), account, currentPassword, cancellationToken);
        if (attempt.Refusal != Refusal.None) return new Outcome<Done>(null, attempt.Refusal, attempt.RetryAfter);
        if (await _passwords.Hash(newPassword, userId.ToString(), cancellationToken) is not { } hash) return Refusal.Busy;

        using var turn = await Turn(cancellationToken);
        if (!await IsAsBefore(account, cancellationToken)) return Refusal.Busy;
        // Sessions first: if the second write fails, the old password is still valid and a retry completes the change. In the
        // other order, a stolen session could survive the change that was meant to end it.
        await EndAllBut(account.User.Id, sessionId);
        if (!await Write(_users.ChangePasswordHash(userId, hash, CancellationToken.None)))
        {
            _row.Forget();
            return Refusal.UserNotFound;
        }
        _row.Set(account with { PasswordHash = hash });
        LogPasswordChanged(userId);
        return Done.It;
    }

    /// <summary>
    /// Passwords are verified outside the turn: meanwhile the password may have been changed or the account closed.
    /// </summary>
    private async Task<bool> IsAsBefore(StoredAccount account, CancellationToken cancellationToken) =>
        await AccountOf(account.User.Id, cancellationToken) is { } now && now.PasswordHash == account.PasswordHash;

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
            verdict = await _passwords.Verify(account?.PasswordHash, password, queue, cancellationToken);
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

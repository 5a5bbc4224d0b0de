using Bulletin.Grains.Storage;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Accounts;

internal sealed partial class AccountGrain
{
    public async Task<Outcome<Session>> LogIn(string password, CancellationToken cancellationToken)
    {
        var account = await Account(cancellationToken);
        var attempt = await Try(account, password, cancellationToken);
        if (attempt.Refusal != Refusal.None) return new Outcome<Session>(null, attempt.Refusal, attempt.RetryAfter);

        if (attempt.Outdated) account = await HashAnew(account!, password, cancellationToken);
        return await Begin(account!);
    }

    public async Task<Outcome<Done>> ChangePassword(
        Guid userId, Guid sessionId, string currentPassword, string newPassword, CancellationToken cancellationToken)
    {
        if (await AccountOf(userId, cancellationToken) is not { } account) return Refusal.UserNotFound;
        var attempt = await Try(account, currentPassword, cancellationToken);
        if (attempt.Refusal != Refusal.None) return new Outcome<Done>(null, attempt.Refusal, attempt.RetryAfter);
        if (await _passwords.Hash(newPassword, cancellationToken) is not { } hash) return Refusal.Busy;

        // Sessions first: if the second write fails the old password still is the one, and asking again sets it right.
        // The other way round a stolen session would outlive the change that was meant to end it.
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
    /// Looks at a password. Wrong ones are counted for names that nobody has too, or the count would tell which names exist;
    /// and past the limit the right one is refused like the others, or guessing could go on.
    /// </summary>
    private async Task<Attempt> Try(StoredAccount? account, string password, CancellationToken cancellationToken)
    {
        if (_failures.Wait() is { } wait) return new(Refusal.TooManyAttempts, wait);

        var verdict = await _passwords.Verify(account?.PasswordHash, password, cancellationToken);
        if (verdict == PasswordVerdict.Busy) return new(Refusal.Busy);
        if (verdict == PasswordVerdict.Wrong)
        {
            _failures.Record();
            // The count lives in memory: idling out must not forget it.
            DelayDeactivation(_options.AttemptWindow + TimeSpan.FromMinutes(1));
            if (account is not null && _failures.Wait() is not null) LogTooManyAttempts(account.User.Id);
            return new(Refusal.InvalidCredentials);
        }
        // Only who knows the password can clear the count, and has nothing left to guess.
        _failures.Forget();
        return new(Refusal.None, Outdated: verdict == PasswordVerdict.RightButOutdated);
    }

    /// <summary>Brings the hash to today's settings, which only a sign-in can. That it fails is no reason to refuse one.</summary>
    private async Task<StoredAccount> HashAnew(StoredAccount account, string password, CancellationToken cancellationToken)
    {
        if (await _passwords.Hash(password, cancellationToken) is not { } hash) return account;
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

    [LoggerMessage(LogLevel.Warning, "Too many wrong passwords for user {UserId}: none is taken for a while")]
    private partial void LogTooManyAttempts(Guid userId);

    [LoggerMessage(LogLevel.Warning, "The password of user {UserId} keeps its outdated hash until the next sign-in")]
    private partial void LogNotRehashed(Exception exception, Guid userId);
}

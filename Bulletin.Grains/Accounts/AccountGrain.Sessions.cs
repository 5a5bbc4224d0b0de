using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Accounts;

internal sealed partial class AccountGrain
{
    public async Task<Outcome<Actor>> Check(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        if (await AccountOf(userId, cancellationToken) is not { } account || account.IsSuspended(_clock.GetUtcNow())) return Refusal.InvalidCredentials;
        return await Live(userId, sessionId) is null ? Refusal.InvalidCredentials : ActorOf(account);
    }

    public async Task<IReadOnlyList<SessionInfo>> Sessions(Guid userId, CancellationToken cancellationToken)
    {
        if (await AccountOf(userId, cancellationToken) is null) return [];
        return (await AllLive(userId)).OrderByDescending(s => s.LastUsedAt).ThenByDescending(s => s.CreatedAt).Select(SessionInfo.Of).ToArray();
    }

    public async Task<Outcome<Done>> EndSession(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        using var turn = await Turn(cancellationToken);
        if (await AccountOf(userId, cancellationToken) is null || await Live(userId, sessionId) is not { } session) return Refusal.SessionNotFound;
        await Replace(userId, session, null);
        LogLoggedOut(userId, sessionId);
        return Done.It;
    }

    public Task<Outcome<Session>> Refresh(string refreshToken, CancellationToken cancellationToken) =>
        Refresh(new RefreshSession(refreshToken, Address: ""), cancellationToken);

    public async Task<Outcome<Session>> Refresh(RefreshSession command, CancellationToken cancellationToken)
    {
        if (Parse(command.RefreshToken) is not { } token) return Refusal.InvalidCredentials;
        var outcome = await Refresh(token, command, cancellationToken);
        if (outcome.Value is { } session) await NoteSeen(session.Actor.User.Id);
        return outcome;
    }

    private async Task<Outcome<Session>> Refresh(RefreshToken token, RefreshSession command, CancellationToken cancellationToken)
    {
        using var turn = await Turn(cancellationToken);
        // Read in the turn: an account that was suspended while this waited is refused, even if its sessions could not be deleted.
        if (await Account(cancellationToken) is not { } account || account.IsSuspended(_clock.GetUtcNow())) return Refusal.InvalidCredentials;
        var userId = account.User.Id;
        if (await Live(userId, token.SessionId) is not { } session || !session.IsOfFamily(token)) return Refusal.InvalidCredentials;
        var now = Now();
        if (!session.IsCurrent(token))
        {
            // The answer may have been lost: repeat it, so that the refresh is idempotent and the session continues.
            if (now - session.SpentAt < _options.RepeatableFor && session.After(token) is { } again)
                return new Session(session.Id, again.InClear(), ActorOf(account));
            // Reuse of an older token: it was copied, and the sender may be the thief or the owner.
            await Replace(userId, session, null);
            LogReused(userId, session.Id);
            return Refusal.InvalidCredentials;
        }
        var salt = RefreshToken.NewSalt();
        var next = token.Next(salt);
        // Durable before answering: a lost write would leave the spent token valid.
        await Replace(userId, session, session.UsedBy(command.Client, command.Address) with
        {
            SecretHash = next.SecretHash,
            SpentHash = token.SecretHash,
            Salt = salt,
            SpentAt = now,
            LastUsedAt = now,
            ExpiresAt = Expiry(session.CreatedAt, now),
        });
        return new Session(session.Id, next.InClear(), ActorOf(account));
    }

    /// <summary>Idempotent. A spent token also ends its session, since the caller wants it to end.</summary>
    public async Task<Outcome<Done>> LogOut(string refreshToken, CancellationToken cancellationToken)
    {
        if (Parse(refreshToken) is not { } token) return Refusal.InvalidCredentials;
        using var turn = await Turn(cancellationToken);
        if (await Account(cancellationToken) is { } account
            && await Live(account.User.Id, token.SessionId) is { } session
            && session.IsOfFamily(token))
        {
            await Replace(account.User.Id, session, null);
            LogLoggedOut(account.User.Id, session.Id);
        }
        return Done.It;
    }

    /// <summary>The caller must hold the turn.</summary>
    private async Task<Session> Begin(StoredAccount account, LogIn command)
    {
        var now = Now();
        var token = RefreshToken.Create(Key, Guid.CreateVersion7(now));
        var session = new StoredSession
        {
            Id = token.SessionId,
            FamilyHash = token.FamilyHash,
            SecretHash = token.SecretHash,
            CreatedAt = now,
            ExpiresAt = Expiry(createdAt: now, now),
            LastUsedAt = now,
        }.UsedBy(command.Client, command.Address);
        var kept = (await AllLive(account.User.Id)).OrderByDescending(s => s.LastUsedAt).Take(_options.SessionLimit - 1);
        await _sessions.Write(account.User.Id, [session, .. kept]);
        LogLoggedIn(account.User.Id, session.Id);
        return new Session(session.Id, token.InClear(), ActorOf(account));
    }

    private DateTimeOffset Expiry(DateTimeOffset createdAt, DateTimeOffset now)
    {
        var (unused, absolute) = (now + _options.SessionLifetime, createdAt + _options.SessionMaxAge);
        return unused < absolute ? unused : absolute;
    }

    private async Task EndAllBut(Guid userId, Guid sessionId) =>
        await _sessions.Write(userId, [.. (await AllLive(userId)).Where(s => s.Id == sessionId)]);

    private Task EndAll(Guid userId) => EndAllBut(userId, Guid.Empty);

    /// <summary>
    /// Notes when the user was last seen. Nothing depends on it, so a failure is ignored, and it is written once a minute at most.
    /// </summary>
    private async Task NoteSeen(Guid userId)
    {
        var now = Now();
        if (now - _seenAt < SeenPrecision) return;
        _seenAt = now;
        try
        {
            await _users.Seen(userId, now, CancellationToken.None);
        }
        catch (StorageUnavailableException unavailable)
        {
            LogNotSeen(unavailable, userId);
        }
    }

    /// <summary>Cleanup after closing or suspending the account: its row already refuses the sessions.</summary>
    private async Task ForgetSessions(Guid userId)
    {
        try
        {
            await _sessions.Read(userId);
            await _sessions.Clear();
        }
        catch (StorageUnavailableException unavailable)
        {
            LogSessionsLeft(unavailable, userId);
        }
    }

    private async Task Replace(Guid userId, StoredSession session, StoredSession? with)
    {
        var others = (await AllLive(userId)).Where(s => s.Id != session.Id);
        await _sessions.Write(userId, with is null ? [.. others] : [with, .. others]);
    }

    private async ValueTask<StoredSession?> Live(Guid userId, Guid sessionId) =>
        (await AllLive(userId)).FirstOrDefault(s => s.Id == sessionId);

    private async ValueTask<IEnumerable<StoredSession>> AllLive(Guid userId)
    {
        var now = _clock.GetUtcNow();
        return (await _sessions.Read(userId)).Where(s => s.ExpiresAt > now);
    }

    private RefreshToken? Parse(string text) => RefreshToken.TryParse(text) is { } token && token.UsernameKey == Key ? token : null;

    private static Actor ActorOf(StoredAccount account) => Actor.Of(account);

    [LoggerMessage(LogLevel.Debug, "Could not note when user {UserId} was last seen")]
    private partial void LogNotSeen(Exception exception, Guid userId);

    [LoggerMessage(LogLevel.Information, "User {UserId} began session {SessionId}")]
    private partial void LogLoggedIn(Guid userId, Guid sessionId);

    [LoggerMessage(LogLevel.Information, "User {UserId} ended session {SessionId}")]
    private partial void LogLoggedOut(Guid userId, Guid sessionId);

    [LoggerMessage(LogLevel.Warning, "A spent refresh token was used again; ended session {SessionId} of user {UserId}")]
    private partial void LogReused(Guid userId, Guid sessionId);

    [LoggerMessage(LogLevel.Warning, "Could not delete the sessions of account {UserId}, which is closed or suspended; they are refused")]
    private partial void LogSessionsLeft(Exception exception, Guid userId);
}

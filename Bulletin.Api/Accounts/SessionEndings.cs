using Bulletin.Grains.Accounts;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Accounts;

/// <summary>
/// Tells all gateways of sessions that have ended, so that they refuse them at once. Nothing depends on it: a gateway that is not
/// told finds out at its next check, within seconds.
/// </summary>
internal sealed partial class SessionEndings(IGrainFactory grains, ILogger<SessionEndings> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The live sessions of a user, for a call that is about to end them; none if they can't be read soon.</summary>
    public async Task<Guid[]> Live(string usernameKey, Guid userId, CancellationToken cancellationToken)
    {
        try
        {
            var live = await grains.GetGrain<IAccountGrain>(usernameKey).Sessions(userId, CancellationToken.None).WaitAsync(Patience, cancellationToken);
            return [.. live.Select(session => session.Id)];
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRead(failure, userId);
            return [];
        }
    }

    /// <summary>Call it once the end is committed. Nobody waits for it.</summary>
    public void Tell(Guid userId, params Guid[] sessionIds)
    {
        if (sessionIds.Length > 0) _ = TryTell(userId, sessionIds);
    }

    private async Task TryTell(Guid userId, Guid[] sessionIds)
    {
        try
        {
            await grains.GetGrain<IPersonalGrain>(userId).EndSessions(sessionIds, CancellationToken.None).WaitAsync(Patience);
        }
#pragma warning disable CA1031 // Nobody would see it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotTold(failure, userId);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Could not read which sessions of user {UserId} are about to end; gateways find out by their checks")]
    private partial void LogNotRead(Exception reason, Guid userId);

    [LoggerMessage(LogLevel.Debug, "Could not tell other gateways that sessions of user {UserId} have ended; they find out by their checks")]
    private partial void LogNotTold(Exception reason, Guid userId);
}

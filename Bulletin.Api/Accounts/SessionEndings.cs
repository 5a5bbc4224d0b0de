using Bulletin.Grains.Personal;

namespace Bulletin.Api.Accounts;

/// <summary>
/// Tells the gateways where a person watches that sessions of theirs have ended, so that they check them at once. Nothing depends on it: a
/// gateway that is not told finds out at its next check, within seconds.
/// </summary>
internal sealed partial class SessionEndings(IGrainFactory grains, ILogger<SessionEndings> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Call it once the end is committed. Nobody waits for it.</summary>
    public void Tell(Guid userId) => _ = TryTell(userId);

    private async Task TryTell(Guid userId)
    {
        try
        {
            await grains.GetGrain<IPersonalGrain>(userId).EndSessions(CancellationToken.None).WaitAsync(Patience);
        }
#pragma warning disable CA1031 // Nobody would see it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotTold(failure, userId);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Could not tell other gateways that sessions of user {UserId} have ended; they find out by their checks")]
    private partial void LogNotTold(Exception reason, Guid userId);
}

namespace Bulletin.Grains.Following;

/// <summary>
/// Notices silos that have left. A silo that leaves takes hints with it. Sweeps don't find all of that: reactions and changes of members are no activity of
/// a topic.
/// </summary>
internal sealed class DepartedSilos(IClusterMembershipService membership)
{
    private volatile bool anyLeft;

    /// <summary>Whether any has left since this was last asked.</summary>
    public bool TakeAny()
    {
        if (!anyLeft) return false;
        anyLeft = false;
        return true;
    }

    public async Task Watch(CancellationToken stoppingToken)
    {
        var before = membership.CurrentSnapshot;
        try
        {
            await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                if (now.HasLostSilo(before)) anyLeft = true;
                before = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }
}

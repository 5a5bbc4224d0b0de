namespace Bulletin.Grains.Following;

/// <summary>Which topics this silo looks after. Any silo may follow any topic, but what nobody has hinted at is left to one of them.</summary>
internal sealed class OwnTopics(IClusterMembershipService membership, ILocalSiloDetails here)
{
    /// <summary>Each topic is that silo's whose number, mixed with the topic's, is the greatest: when one leaves, only its topics change hands.</summary>
    public bool Contains(Guid topicId)
    {
        var own = Rank(here.SiloAddress);
        return !membership.CurrentSnapshot.Members.Values.Any(member => member.Status == SiloStatus.Active && Rank(member.SiloAddress) > own);

        uint Rank(SiloAddress silo) => unchecked((uint)(topicId.GetHashCode() ^ silo.GetConsistentHashCode()) * 2_654_435_761);
    }
}

namespace Bulletin.Grains;

/// <summary>Compares what is known of the cluster at two times.</summary>
internal static class ClusterMembership
{
    /// <summary>Whether a silo has left since: what it had not yet told others may be lost.</summary>
    public static bool HasLostSilo(this ClusterMembershipSnapshot now, ClusterMembershipSnapshot before) =>
        now.Version > before.Version
        && before.Members.Values.Any(member => member.Status != SiloStatus.Dead && now.GetSiloStatus(member.SiloAddress) is SiloStatus.Dead or SiloStatus.None);
}

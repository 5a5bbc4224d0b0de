using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>What the policies allow, as <c>from → to port</c>.</summary>
internal static class Traffic
{
    /// <returns>Where a workload's policies let it go; names aside.</returns>
    public static IEnumerable<string> From(Manifests manifests, Workload source) =>
        from policy in manifests.Each<V1NetworkPolicy>()
        where policy.Name() is not ("dns" or "cloud-dns") && policy.Spec.PolicyTypes.Contains("Egress") && source.Is(policy.Spec.PodSelector)
        from rule in policy.Spec.Egress ?? []
        from peer in rule.To
        from port in rule.Ports
        from name in NamesOf(manifests, peer)
        select $"{source.Component} → {name} {port.Port.Value}";

    /// <returns>Whom a workload's policies let in.</returns>
    public static IEnumerable<string> To(Manifests manifests, Workload to) =>
        from policy in manifests.Each<V1NetworkPolicy>()
        where policy.Spec.PolicyTypes.Contains("Ingress") && to.Is(policy.Spec.PodSelector)
        from rule in policy.Spec.Ingress ?? []
        from peer in rule.FromProperty
        from port in rule.Ports
        from name in NamesOf(manifests, peer)
        select $"{name} → {to.Component} {to.PortOf(port.Port)}";

    private static IEnumerable<string> NamesOf(Manifests manifests, V1NetworkPolicyPeer peer) =>
        peer.IpBlock is { } block ? [block.Cidr]
        : peer.NamespaceSelector is { } space ? [space.MatchLabels["kubernetes.io/metadata.name"]]
        : manifests.Workloads.Where(workload => workload.Is(peer.PodSelector)).Select(workload => workload.Component);
}

using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>Who reaches whom, as a network that keeps to the policies would have it.</summary>
public sealed class NetworkTests : OverlayTests
{
    private static readonly string[] Local =
    [
        "silo → silo 11111", "gateway → silo 30000",
        "gateway → postgres 5432", "silo → postgres 5432", "migrate → postgres 5432",
        "haproxy-controller → gateway 8080", "monitoring → gateway 9090", "monitoring → silo 9090",
    ];

    private static readonly string[] Production =
    [
        "silo → silo 11111", "gateway → silo 30000", "gateway → 10.20.0.0/16 5432", "silo → 10.20.0.0/16 5432", "migrate → 10.20.0.0/16 5432",
        "haproxy-controller → gateway 8080", "monitoring → gateway 9090", "monitoring → silo 9090", "gateway → monitoring 4317", "silo → monitoring 4317",
    ];

    private static readonly string[] Cohosted =
    [
        "gateway → gateway 11111", "gateway → 10.20.0.0/16 5432", "migrate → 10.20.0.0/16 5432",
        "haproxy-controller → gateway 8080", "monitoring → gateway 9090", "gateway → monitoring 4317",
    ];

    public static TheoryData<string, string[]> Expected => new() { { "local", Local }, { "production", Production }, { "cohosted", Cohosted } };

    [Theory, MemberData(nameof(Overlays))]
    public void What_is_not_allowed_is_denied(string overlay)
    {
        var deny = Manifests.Of(overlay).The<V1NetworkPolicy>("default-deny").Spec;

        Assert.Null(deny.PodSelector.MatchLabels);
        Assert.Null(deny.PodSelector.MatchExpressions);
        Assert.Equal(["Egress", "Ingress"], deny.PolicyTypes.Order());
        Assert.Null(deny.Ingress);
        Assert.Null(deny.Egress);
    }

    [Theory, MemberData(nameof(Expected))]
    public void Who_may_talk_to_whom(string overlay, string[] edges)
    {
        var manifests = Manifests.Of(overlay);
        var outgoing = manifests.Workloads.SelectMany(source => Traffic.From(manifests, source)).ToHashSet();
        var incoming = manifests.Workloads.SelectMany(to => Traffic.To(manifests, to)).ToHashSet();
        var inside = manifests.Workloads.Select(workload => workload.Component).ToHashSet();

        // Between two of our pods both ends have to allow it; with others, our own end does.
        var allowed = outgoing.Union(incoming).Where(edge =>
            !(inside.Contains(Ends(edge).From) && inside.Contains(Ends(edge).To)) || (outgoing.Contains(edge) && incoming.Contains(edge)));

        Assert.Equal(edges.Order(), allowed.Order());
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Policies_speak_of_pods_and_ports_that_there_are(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        foreach (var policy in manifests.Each<V1NetworkPolicy>().Select(one => one.Spec))
        {
            var pods = manifests.Workloads.Where(workload => workload.Is(policy.PodSelector)).ToList();
            Assert.NotEmpty(pods);
            foreach (var rule in policy.Ingress ?? [])
            {
                Assert.All(rule.FromProperty, peer => Assert.True(peer.PodSelector is null || manifests.Workloads.Any(workload => workload.Is(peer.PodSelector))));
                Assert.All(rule.Ports, port => Assert.All(pods, pod => Assert.Contains(pod.PortOf(port.Port), pod.Ports.Select(one => one.ContainerPort))));
            }
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Everybody_finds_names_and_reaches_nothing_else_of_the_system(string overlay)
    {
        var dns = Manifests.Of(overlay).The<V1NetworkPolicy>("dns").Spec;

        Assert.Equal(
            [
                "169.254.20.10/32: TCP 53, UDP 53",
                "kube-system k8s-app In kube-dns, node-local-dns: TCP 53, UDP 53",
                "openshift-dns dns.operator.openshift.io/daemonset-dns In default: TCP 5353, UDP 5353",
            ],
            dns.Egress.SelectMany(rule => rule.To.Select(peer => $"{Who(peer)}: {string.Join(", ", rule.Ports.Select(port => $"{port.Protocol} {port.Port.Value}").Order())}")).Order());
    }

    private static string Who(V1NetworkPolicyPeer peer) => peer.IpBlock is { } block ? block.Cidr
        : $"{peer.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]} {string.Join("; ", Labels(peer.PodSelector))}";

    private static IEnumerable<string> Labels(V1LabelSelector pods) =>
        (pods.MatchLabels ?? new Dictionary<string, string>()).Select(label => $"{label.Key} In {label.Value}")
        .Concat((pods.MatchExpressions ?? []).Select(one => $"{one.Key} {one.OperatorProperty} {string.Join(", ", one.Values)}"));

    private static (string From, string To) Ends(string edge) => edge.Split(' ') is [var from, _, var to, _] ? (from, to) : throw new FormatException(edge);
}

using k8s;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>Something that starts pods.</summary>
internal sealed record Workload(string Name, V1PodTemplateSpec Template, V1LabelSelector? Selector, V1Deployment? Deployment)
{
    public V1PodSpec Pod => Template.Spec;

    public IDictionary<string, string> Labels => Template.Metadata.Labels;

    public string Component => Labels["app.kubernetes.io/component"];

    public IEnumerable<V1ContainerPort> Ports => Pod.Containers.SelectMany(container => container.Ports ?? []);

    public static Workload? Of(IKubernetesObject<V1ObjectMeta> one) => one switch
    {
        V1Deployment deployment => new(deployment.Name(), deployment.Spec.Template, deployment.Spec.Selector, deployment),
        V1StatefulSet set => new(set.Name(), set.Spec.Template, set.Spec.Selector, null),
        V1Job job => new(job.Name(), job.Spec.Template, null, null),
        V1DaemonSet or V1CronJob or V1Pod or V1ReplicaSet => throw new NotSupportedException($"{one.Kind}: say here where its pods are."),
        _ => null,
    };

    public bool Is(V1LabelSelector selector) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => Labels.TryGetValue(label.Key, out var value) && value == label.Value)
        && (selector.MatchExpressions ?? []).All(Holds);

    public int PortOf(IntOrString port) =>
        int.TryParse(port.Value, out var number) ? number : Ports.Single(one => one.Name == port.Value).ContainerPort;

    private bool Holds(V1LabelSelectorRequirement requirement) => requirement.OperatorProperty switch
    {
        "In" => Labels.TryGetValue(requirement.Key, out var value) && requirement.Values.Contains(value),
        var other => throw new NotSupportedException(other),
    };
}

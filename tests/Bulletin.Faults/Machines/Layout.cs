namespace Bulletin.Faults.Machines;

/// <summary>What the cluster is made of.</summary>
internal enum Layout
{
    /// <summary>Three silos, and two gateways that are clients of theirs.</summary>
    Split,

    /// <summary>Three gateways, each with a silo inside.</summary>
    Cohosted,
}

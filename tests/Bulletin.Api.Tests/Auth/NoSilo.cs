using System.Reflection;
using Bulletin.Grains;

namespace Bulletin.Api.Tests.Auth;

/// <summary>A grain factory that reaches nobody, as while the storage is away.</summary>
public class NoSilo : DispatchProxy
{
    internal static IGrainFactory Make() => Create<IGrainFactory, NoSilo>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new StorageUnavailableException("Nobody is there.");
}

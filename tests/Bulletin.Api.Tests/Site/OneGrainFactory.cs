using System.Reflection;

namespace Bulletin.Api.Tests.Site;

/// <summary>A grain factory that knows one grain.</summary>
public class OneGrainFactory : DispatchProxy
{
    private IGrain? grain;

    internal static IGrainFactory Of(IGrain grain)
    {
        var factory = Create<IGrainFactory, OneGrainFactory>();
        ((OneGrainFactory)factory).grain = grain;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => grain;
}

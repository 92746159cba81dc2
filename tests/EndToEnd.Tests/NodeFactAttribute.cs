using RnnToolkit.TestSupport;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>A test in Node; runs wherever there is Node with ONNX Runtime, which <c>build.cs test</c> installs where it can.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(RepositoryFolder.Path, "samples", "node", "node_modules", "onnxruntime-node")))
        {
            Skip = "Node has no ONNX Runtime here: install Node.js and run 'npm install' in samples/node.";
        }
    }
}

/// <summary>As <see cref="NodeFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = new NodeFactAttribute().Skip;
}

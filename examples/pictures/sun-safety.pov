// A beach umbrella beside the sea, from above.
#include "studio.inc"
Lens(<0.5, 12, -10>, <0.3, 0.2, 0.95>, 45, <0, 2.4, 0>, 0)
sky_sphere { pigment { rgb <0.36, 0.48, 0.6> } }
light_source { <-14, 26, -6> color rgb <1.02, 0.95, 0.82> area_light x * 2, z * 2, 4, 4 adaptive 1 jitter }
#declare Sand = texture { pigment { granite scale 0.6 color_map { [0 Hex(232, 208, 164)] [0.5 Hex(240, 220, 180)] [1 Hex(222, 194, 148)] } } normal { average normal_map { [1 bumps 0.4 scale 0.5] [1 granite 0.25 scale 0.16] [1 bumps 0.25 scale <2.2, 1, 1.3>] } } finish { diffuse 0.85 } }
plane { y, 0 texture { Sand } }
// The sea comes from the right, in an uneven line: wet sand, foam, shallow, deep.
#declare Shore = function { x - 3.1 - 0.35 * z - 0.5 * sin(z * 0.9) - 0.35 * f_noise3d(x * 0.6, 0, z * 0.7) - 0.12 * f_noise3d(x * 2.5, 0, z * 2.5) }
plane { y, 0.004 pigment { function { max(0, min(0.999, (Shore(x, y, z) + 1.2) / 6)) } color_map {
    [0 rgbt <0.5, 0.36, 0.2, 1>] [0.14 rgbt <0.42, 0.3, 0.17, 0.55>] [0.195 rgbt <0.42, 0.3, 0.17, 0.5>] [0.2 rgbt <1, 1, 1, 0.05>] [0.235 rgbt <1, 1, 1, 0.1>] [0.25 rgbt <0.55, 0.86, 0.84, 0.3>]
    [0.4 Hex(98, 200, 204) transmit 0.15] [0.46 Hex(84, 190, 200)] [0.7 Hex(30, 138, 172)] [1 Hex(12, 100, 146)] } }
  normal { average normal_map { [1 bumps 0.2 scale <0.8, 1, 1.6>] [1 ripples 0.12 scale 2 frequency 1.5] } } finish { diffuse 0.75 specular 0.35 roughness 0.01 } }
plane { y, 0.006 pigment { function { min(0.999, abs(Shore(x, y, z) - 1.5 - 0.3 * f_noise3d(x, 0, z * 1.4))) } color_map { [0 rgbt <1, 1, 1, 0.15>] [0.1 rgbt <1, 1, 1, 0.45>] [0.22 rgbt 1] [1 rgbt 1] } } finish { diffuse 0.9 } }
// The umbrella: eight panels.
#declare Panels = pigment { radial frequency 4 color_map { [0 Hex(232, 84, 72)] [0.5 Hex(232, 84, 72)] [0.5 Hex(252, 246, 234)] [1 Hex(252, 246, 234)] } }
union {
  intersection { difference { sphere { 0, 3 } sphere { 0, 2.985 } } cylinder { y * -3, y * 4, 2.2 } plane { -y, -1.4 } pigment { Panels } finish { diffuse 0.7 emission 0.08 } }
  sphere { y * 3, 0.1 pigment { Hex(252, 246, 234) } } cylinder { y * -1.6, y * 3, 0.06 pigment { Hex(230, 224, 214) } finish { specular 0.4 } }
  rotate <8, 20, -14> translate <-0.9, 0.9, 0.9> }
// A towel, a pair of sandals, a ball and a starfish.
#macro Towel(At, Turn) superellipsoid { <0.08, 0.2> scale <0.95, 0.03, 1.9> pigment { gradient z scale 0.62 color_map { [0 Hex(40, 110, 156)] [0.3 Hex(40, 110, 156)] [0.3 Hex(246, 240, 226)] [0.55 Hex(246, 240, 226)] [0.55 Hex(246, 190, 84)] [0.72 Hex(246, 190, 84)] [0.72 Hex(246, 240, 226)] [1 Hex(246, 240, 226)] } } normal { bumps 0.4 scale <0.5, 1, 0.8> } rotate y * Turn translate At } #end
Towel(<0.9, 0.03, -1.3>, 24)
Towel(<-3.5, 0.03, -1.2>, 8)
sphere { 0, 0.46 pigment { radial frequency 3 color_map { [0 Hex(246, 190, 84)] [0.33 Hex(246, 190, 84)] [0.33 Hex(252, 248, 238)] [0.66 Hex(252, 248, 238)] [0.66 Hex(34, 132, 160)] [1 Hex(34, 132, 160)] } } rotate <50, 20, 30> translate <2.35, 0.46, 2.7> finish { specular 0.3 roughness 0.02 } }
#macro Sandal(At, Turn) union { union { superellipsoid { <1, 0.3> rotate x * 90 scale <0.17, 0.05, 0.36> } pigment { Hex(34, 132, 160) } } torus { 0.14, 0.025 rotate x * 70 translate <0, 0.05, 0.06> pigment { Hex(252, 248, 238) } } rotate y * Turn translate At } #end
Sandal(<-2, 0.05, -2.6>, 20) Sandal(<-1.55, 0.05, -2.7>, 6)
